using System.Net.Sockets;
using System.Text;
using EdgeCollector.Interop.Tests.Peers;
using Xunit;

namespace EdgeCollector.Interop.Tests.EndToEnd;

/// <summary>T23 of reliability.md, short: a socket in systemd's place.</summary>
public sealed class WatchdogTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Systemd_hears_ready_then_a_sign_of_life_every_second_then_stopping()
    {
        using var directory = new TempDirectory();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(directory.At("notify")));
        await using var collector = new CollectorProcess(
            """
            version: 1
            node: { name: edge1, timezone: Europe/Amsterdam }
            uns: { enterprise: acme, site: eindhoven, area: packaging }
            dashboard: { listen: "127.0.0.1:0" }
            lines: [{ name: line1, machines: [{ name: m, ideal_cycle: 1s, gpio: { chip: no-such-chip, run: { pin: 1 } } }] }]
            """,
            new Dictionary<string, string> { ["NOTIFY_SOCKET"] = directory.At("notify"), ["WATCHDOG_USEC"] = "2400000" });
        await collector.RunAsync();

        Assert.Equal(["READY=1", "WATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1"], await HearAsync(socket, 4));
        Assert.Equal(0, await collector.StopAsync());
        var last = "";
        while (last != "STOPPING=1")
        {
            last = (await HearAsync(socket, 1))[0];
        }
    }

    private static async Task<string[]> HearAsync(Socket socket, int count)
    {
        using var limit = new CancellationTokenSource(Patience);
        var heard = new string[count];
        var buffer = new byte[256];
        for (var i = 0; i < count; i++)
        {
            heard[i] = Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, limit.Token));
        }

        return heard;
    }
}
