using EdgeCollector.Cli.Doctor;
using EdgeCollector.Telemetry;
using Xunit;

namespace EdgeCollector.Tests.Cli.Doctor;

public sealed class SystemCheckTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 4, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_board_that_came_up_without_its_clock_is_to_be_mended_first()
    {
        var finding = SystemCheck.Clock(new(IsSynchronised: false, TimeSpan.Zero), DateTimeOffset.UnixEpoch);

        Assert.Equal(FindingState.Failed, finding.State);
        Assert.StartsWith("it is said to be 1970-01-01: no time server yet", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_clock_without_a_time_server_is_a_warning() =>
        Assert.Equal(FindingState.Warning, SystemCheck.Clock(new(IsSynchronised: false, TimeSpan.Zero), Now).State);

    [Fact]
    public void The_kernel_itself_says_how_its_clock_is_kept() =>
        Assert.InRange(SystemClock.Read().Offset, TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(1));

    [Fact]
    public void This_very_system_is_64_bit() => Assert.StartsWith("64-bit ", SystemCheck.System().Text, StringComparison.Ordinal);
}
