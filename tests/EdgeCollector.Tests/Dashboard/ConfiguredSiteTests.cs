using EdgeCollector.Dashboard;
using EdgeCollector.Options;
using EdgeCollector.Telemetry;
using Xunit;

namespace EdgeCollector.Tests.Dashboard;

public sealed class ConfiguredSiteTests
{
    private static readonly CollectorOptions Options = new()
    {
        Node = new NodeOptions { TimeZone = "Europe/Amsterdam", Language = Language.Dutch },
        Uns = new UnsOptions { Enterprise = "acme", Site = "eindhoven", Area = "packaging" },
        Shifts = [new ShiftOptions { Name = "early", Days = [DayOfWeek.Monday, DayOfWeek.Friday], Start = new(6, 0), End = new(14, 0) }],
        Reasons = [new ReasonOptions { Code = "jam", Label = new LabelOptions { Dutch = "Vastloper" } }],
        Lines =
        [
            new LineOptions
            {
                Name = "line1",
                Oee = new LineOeeOptions { Target = 0.75 },
                Machines =
                [
                    new MachineOptions { Name = "filler1", IdealCycle = TimeSpan.FromSeconds(1.5) },
                    new MachineOptions
                    {
                        Name = "packer1",
                        IdealCycle = TimeSpan.FromSeconds(1.8),
                        OpcUa = new OpcUaOptions { Security = OpcUaSecurity.None, AllowInsecure = true },
                    },
                ],
            },
        ],
    };

    [Fact]
    public void Names_zone_targets_and_the_slowest_machine_come_from_the_configuration()
    {
        var site = ConfiguredSite.From(Options);

        Assert.Equal(("acme", "eindhoven", "packaging", "nl", "Europe/Amsterdam"), (site.Enterprise, site.Site, site.Area, site.Language,
            site.Zone.Id));
        Assert.Equal(("packer1", (double?)0.75), (site.Lines[0].KeyMachine, site.Lines[0].Target));
        Assert.Equal("Vastloper", site.Reasons["jam"].In("de", "jam"));
        Assert.Equal("line1", site.Lines[0].Label.In("nl", "line1"));
        Assert.Equal(0b0100010, site.Shifts[0].Days);
    }

    [Fact]
    public void An_unencrypted_machine_has_a_red_badge_even_while_it_is_connected()
    {
        var board = new StatusBoard(TimeProvider.System);
        board.Set("opcua packer1", StatusState.Ok);
        board.Set("mqtt", StatusState.Failed, "refused: check the password");

        var badges = StatusBadges.From(board, ConfiguredSite.Insecure(Options));

        Assert.Equal(
            [new ConnectionBadge("MQTT", BadgeState.Failed, "refused: check the password", false), new("OPC UA packer1", BadgeState.Good,
                "", true)],
            badges);
    }
}
