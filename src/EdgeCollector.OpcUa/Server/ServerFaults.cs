namespace EdgeCollector.OpcUa.Server;

/// <summary>What a test lets the server do wrong. All off by default; set from any thread, in force at once.</summary>
internal sealed class ServerFaults
{
    private int _toLose;

    /// <summary>TransferSubscriptions answers BadServiceUnsupported, as small servers do.</summary>
    public volatile bool RefuseTransfer;

    /// <summary>Every service but discovery and activation answers BadServerHalted.</summary>
    public volatile bool IsHalted;

    /// <summary>Requests are taken in and responses never sent: the connection stands, the server is dead.</summary>
    public volatile bool IsMute;

    /// <summary>So many notification messages with data are made and kept for Republish, but never sent.</summary>
    public void LoseNotifications(int count) => Volatile.Write(ref _toLose, count);

    /// <summary>True if the message just made is to be lost.</summary>
    public bool TakeLoss()
    {
        while (true)
        {
            var left = Volatile.Read(ref _toLose);
            if (left <= 0) return false;
            if (Interlocked.CompareExchange(ref _toLose, left - 1, left) == left) return true;
        }
    }
}
