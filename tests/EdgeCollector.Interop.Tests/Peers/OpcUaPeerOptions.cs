using System.Globalization;

namespace EdgeCollector.Interop.Tests.Peers;

/// <summary>The options of tests/peers/opcua/server.js; its README explains them.</summary>
internal sealed record OpcUaPeerOptions
{
    /// <summary>Number of load tags.</summary>
    public int Tags { get; init; } = 10;

    /// <summary>Changes per second of each load tag.</summary>
    public double Rate { get; init; } = 10;

    /// <summary>Simulation steps per second of the machine.</summary>
    public double MachineRate { get; init; } = 10;

    /// <summary>Changes of state per second, Execute and Held in turn; 0: 20 s Execute, 4 s Held, 20 s Execute, 2 s Suspended.</summary>
    public double StateRate { get; init; }

    /// <summary>Ideal cycle time of the machine.</summary>
    public TimeSpan Ideal { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>One part in this many is a reject; 0: none.</summary>
    public int Rejects { get; init; } = 50;

    /// <summary><c>all</c>, <c>none</c> or a comma list of policy names.</summary>
    public string Security { get; init; } = "none";

    public bool Anonymous { get; init; } = true;

    /// <summary>A client's certificate must lie in <see cref="OpcUaPeer.TrustedFolder"/>.</summary>
    public bool StrictTrust { get; init; }

    public int MaxItemsPerCall { get; init; } = 1_000;

    /// <summary>No simulation: values change by <see cref="OpcUaPeer.SetAsync"/> only.</summary>
    public bool Manual { get; init; }

    /// <summary>Counters begin at 0 after a restart.</summary>
    public bool Cold { get; init; }

    /// <summary>First value of GoodCount.</summary>
    public uint GoodStart { get; init; }

    internal IEnumerable<string> Arguments()
    {
        string[] always =
        [
            "--tags", Text(Tags), "--rate", Text(Rate), "--machineRate", Text(MachineRate), "--stateRate", Text(StateRate),
            "--ideal", Text(Ideal.TotalSeconds), "--rejects", Text(Rejects), "--security", Security, "--anonymous", Anonymous ? "yes" : "no",
            "--trust", StrictTrust ? "strict" : "auto", "--maxItemsPerCall", Text(MaxItemsPerCall), "--goodStart", Text(GoodStart),
        ];
        return [.. always, .. Manual ? ["--manual"] : Array.Empty<string>(), .. Cold ? ["--cold"] : Array.Empty<string>()];
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
