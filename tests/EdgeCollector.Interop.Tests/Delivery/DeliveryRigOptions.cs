namespace EdgeCollector.Interop.Tests.Delivery;

/// <summary>How a <see cref="DeliveryRig"/> is set up; the defaults are those of the product.</summary>
internal sealed record DeliveryRigOptions
{
    /// <summary>Store acknowledgements are waited for and heard; else the broker's PUBACK is all that counts, which is the control of
    /// the tests about brokers that forget.</summary>
    public bool StoreAck { get; init; } = true;

    /// <summary>Whether a bridge runs in this process.</summary>
    public bool Bridge { get; init; } = true;

    /// <summary>MQTT 5, or nothing but 3.1.1.</summary>
    public bool Mqtt5 { get; init; } = true;

    /// <summary>The journal lies on the disk, in segments; else in memory.</summary>
    public bool OnDisk { get; init; }

    /// <summary>Whether node and bridge run at once, or when they are started.</summary>
    public bool Running { get; init; } = true;

    /// <summary>How many tags there are, t1 to tN, besides <c>live</c>.</summary>
    public int Tags { get; init; } = 1;

    /// <summary>How long the first batch of a POST waits for more.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(50);
}
