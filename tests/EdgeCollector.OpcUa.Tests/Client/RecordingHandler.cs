using System.Threading.Channels;
using EdgeCollector.OpcUa.Client;
using EdgeCollector.OpcUa.Types;

namespace EdgeCollector.OpcUa.Tests.Client;

/// <summary>Writes down what the client says, one line each, so that a test waits for lines and for nothing else.</summary>
internal sealed class RecordingHandler : IOpcUaClientHandler
{
    private readonly Channel<string> _lines = System.Threading.Channels.Channel.CreateBounded<string>(10_000);

    public List<NotificationToken> Tokens { get; } = [];

    public DisconnectInfo? Disconnected { get; private set; }

    public async Task<string> NextAsync() => await _lines.Reader.ReadAsync(new CancellationTokenSource(10_000).Token);

    /// <summary>Reads lines up to one which starts so, and returns it.</summary>
    public async Task<string> UntilAsync(string start)
    {
        while (true)
        {
            var line = await NextAsync();
            if (line.StartsWith(start, StringComparison.Ordinal)) return line;
        }
    }

    public void OnConnected(SessionInfo session) => Add($"connected {(session.Resumed ? "resumed" : "new")}");

    public void OnSubscribed(SubscriptionInfo s) =>
        Add($"subscribed {s.Origin} {s.RevisedPublishing.TotalMilliseconds} {s.RevisedKeepAlive.TotalSeconds}");

    public void OnItemRejected(uint handle, StatusCode status) => Add($"rejected {handle} {status}");

    public void OnDataChange(NotificationToken token, ref DataChangeItems items)
    {
        var values = new List<string>();
        while (items.TryRead(out _, out var value)) values.Add(value.Value.ToString());
        Tokens.Add(token);
        Add($"values {token.SequenceNumber}: {string.Join(',', values)}");
    }

    public void OnStatusChange(int subscription, StatusCode status) => Add($"status {status}");

    public void OnGap(GapInfo gap) => Add($"gap {gap.Missing}");

    public void OnServerStatus(ServerStatusInfo status)
    {
    }

    public void OnDisconnected(DisconnectInfo reason)
    {
        Disconnected = reason;
        Add($"disconnected {reason.Failure}");
    }

    private void Add(string line) => Assert(_lines.Writer.TryWrite(line));

    private static void Assert(bool written) => Xunit.Assert.True(written);
}
