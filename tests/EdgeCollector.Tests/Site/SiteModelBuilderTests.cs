using EdgeCollector.Core.Inputs;
using EdgeCollector.Core.Oee;
using EdgeCollector.Options;
using EdgeCollector.Site;
using Xunit;

namespace EdgeCollector.Tests.Site;

public sealed class SiteModelBuilderTests
{
    private const string Head = """
        version: 1
        node: { name: edge1, timezone: Europe/Amsterdam }
        uns: { enterprise: acme, site: eindhoven, area: packaging }

        """;

    private const string Machine = """
        lines:
          - name: line1
            oee: { minor_stop: 2m, target: 0.75 }
            machines:
              - name: filler1
                ideal_cycle: 1.5s
                opcua:
                  endpoint: opc.tcp://127.0.0.1:4840
                  security: None
                  allow_insecure: true
                  state: { node: "nsu=urn:x;s=State", map: packml }
                  good: { node: "nsu=urn:x;s=Good", bits: 16, max_rate: 20, per_piece: 2 }
                  tags: [{ name: temp, node: "nsu=urn:x;s=Temp", unit: "°C", scale: 0.1 }]

        """;

    [Fact]
    public void Signals_are_named_by_their_role_and_carry_width_rate_and_cavities()
    {
        var good = Build(Head + Machine).Machines[0]["good"];

        Assert.Equal((SignalRoleOf.Good, 65536ul, 20.0, 2.0), (good.Role, good.Modulus, good.MaxRate, good.PerPiece));
    }

    [Fact]
    public void A_counter_knows_how_often_it_is_read_and_at_least_with_the_publishing_interval()
    {
        Assert.Equal(1000, Build(Head + Machine).Machines[0]["good"].SamplingInterval);
        var slow = Machine.Replace("per_piece: 2", "per_piece: 2, sampling: 30s", StringComparison.Ordinal);
        Assert.Equal(30_000, Build(Head + slow).Machines[0]["good"].SamplingInterval);
    }

    [Fact]
    public void The_sites_own_categories_of_states_are_kept_under_the_standards_names()
    {
        var text = Head + Machine.Replace("map: packml }", "map: packml }\n          states: { starting: Running, Completed: Changeover }",
            StringComparison.Ordinal);
        Assert.Equal([("Complete", Category.Changeover), ("Starting", Category.Running)],
            Build(text).Engine.Machines[0].Mapping.Values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => (v.Key, v.Value)));
    }

    [Fact]
    public void A_tag_keeps_unit_and_scale_and_has_no_role()
    {
        var temp = Build(Head + Machine).Machines[0]["temp"];

        Assert.Equal((SignalRoleOf.Tag, "°C", 0.1), (temp.Role, temp.Unit, temp.Scale));
    }

    [Fact]
    public void A_signal_that_a_rule_names_becomes_an_operand()
    {
        var text = Head + Machine.Replace("state: { node: \"nsu=urn:x;s=State\", map: packml }", "state: { when: [{ Running: auto and not temp }] }", StringComparison.Ordinal)
            .Replace("tags: [", "tags: [{ name: auto, node: \"nsu=urn:x;s=Auto\" }, ", StringComparison.Ordinal);
        var model = Build(text);

        Assert.Equal(SignalRoleOf.Operand, model.Machines[0]["auto"].Role);
        Assert.Equal(["auto", "temp", "not", "and"], model.Engine.Machines[0].Mapping.Rules[0].Condition);
    }

    [Fact]
    public void Without_shifts_the_plant_always_works() =>
        Assert.Equal(("day", new TimeOnly(0, 0), new TimeOnly(0, 0)), Build(Head + Machine).Engine.Shifts.Select(s => (s.Name, s.Start, s.End)).Single());

    [Fact]
    public void A_cycle_from_a_date_begins_at_that_local_midnight()
    {
        var model = Build(Head + Machine + "products: [{ id: A, cycles: [{ machine: filler1, ideal: 2s, from: 2026-07-01 }] }]\n");

        var cycle = Assert.Single(model.Engine.Machines[0].Cycles);
        Assert.Equal(new DateTimeOffset(2026, 6, 30, 22, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(), cycle.ValidFrom);
        Assert.Equal(2000, cycle.IdealCycle);
    }

    [Fact]
    public void Units_become_milliseconds_and_the_revision_changes_with_the_settings()
    {
        var (one, other) = (Build(Head + Machine), Build(Head + Machine.Replace("2m", "90s", StringComparison.Ordinal)));

        Assert.Equal((120_000L, 90_000L), (one.Engine.Machines[0].MinorStop, other.Engine.Machines[0].MinorStop));
        Assert.NotEqual(one.Engine.Revision, other.Engine.Revision);
        Assert.Equal(one.Engine.Mapping, other.Engine.Mapping);
    }

    [Fact]
    public void Every_id_that_was_given_is_recorded() =>
        Assert.Equal(["filler1", "filler1/state", "filler1/good", "filler1/temp"], Build(Head + Machine).Engine.Ids.Select(g => g.Name));

    private static SiteModel Build(string text)
    {
        var loaded = ConfigurationLoader.Parse("test", text, new Dictionary<string, string>());
        Assert.Empty(loaded.Diagnostics.Where(d => d.Severity == Severity.Error).Select(d => d.Message));
        return new SiteModelBuilder(loaded.Options!, new SignalTable()).Build(loaded.Show().Select(line => line.ToString()));
    }

    /// <summary>The engine's roles; the options have an enumeration of the same name.</summary>
    private static class SignalRoleOf
    {
        public const Core.Inputs.SignalRole Good = Core.Inputs.SignalRole.Good;
        public const Core.Inputs.SignalRole Tag = Core.Inputs.SignalRole.Tag;
        public const Core.Inputs.SignalRole Operand = Core.Inputs.SignalRole.Operand;
    }
}
