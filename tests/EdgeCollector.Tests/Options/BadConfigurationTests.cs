using EdgeCollector.Options;
using Xunit;
using static EdgeCollector.Tests.Options.ConfigurationText;

namespace EdgeCollector.Tests.Options;

public sealed class BadConfigurationTests
{
    /// <summary>What stands after the head (line 4 on) and the one error it gives.</summary>
    public static TheoryData<string, string> Sections => new()
    {
        { "journal: { comit: 1s }", "e.yaml:4:12: unknown key \"comit\" in journal – did you mean \"commit\"?" },
        { "journal: { commit: 1 s }", "e.yaml:4:20: journal.commit \"1 s\" is not a duration like 20ms, 1.5s, 2m, 24h or 400d" },
        { "journal: { commit: 5ms }", "e.yaml:4:20: journal.commit \"5ms\" is out of range: 20ms to 1m" },
        { "journal: { max_size: 2 }", "e.yaml:4:22: journal.max_size \"2\" is not a size like 500MB or 2GB" },
        { "journal: [1s]", "e.yaml:4:1: journal takes keys, not a list: commit, max_size, keep_stored, replay_window" },
        { "history: { keep: [1d] }", "e.yaml:4:12: history.keep takes one value, a duration, not a list" },
        { "dashboard: { listen: \"8080\" }",
            "e.yaml:4:22: dashboard.listen \"8080\" is not an address and port like 127.0.0.1:8080 or [::]:8443" },
        { "dashboard: { tls: { certificate: no.pem, key: \"/dev/null\" } }",
            "e.yaml:4:34: dashboard.tls.certificate \"no.pem\" is not there – the path is taken from the folder of the configuration file" },
        { "mqtt: { broker: broker }", "e.yaml:4:17: mqtt.broker \"broker\" is not an address like mqtts://broker.plant.example:8883" },
        { "mqtt: { broker: \"tcp://b:1\" }",
            "e.yaml:4:17: mqtt.broker \"tcp://b:1\" does not begin with mqtts://, mqtt://, wss://, ws:// – like mqtts://broker.plant.example:8883" },
        { "mqtt: { broker: \"mqtt://b\", publish: uns }", "e.yaml:4:38: mqtt.publish takes a list – write [a, b]" },
        { "mqtt: { broker: \"mqtt://b\", publish: [ums] }",
            "e.yaml:4:39: mqtt.publish \"ums\" is not one of uns, sparkplug – did you mean \"uns\"?" },
        { "influx: { url: \"http://b:8086\" }", "e.yaml:4:1: influx needs mqtt: the only way to the database is over the broker" },
        { "mqtt: { broker: \"mqtt://b\" }\ninflux: { url: \"http://b\", api: v2, token: \"${secret:t}\" }",
            "e.yaml:5:1: influx.org is missing: v2 needs the organisation" },
        { "mqtt: { broker: \"mqtt://b\" }\ninflux: { url: \"http://b\", user: x }",
            "e.yaml:5:1: influx.password is missing: user and password go together" },
        { "sparkplug: { commands: yes }", "e.yaml:4:24: sparkplug.commands \"yes\" is neither true nor false" },
        { "smtp: { host: h, auth: password, user: u }", "e.yaml:4:1: smtp.password is missing: auth needs it, as ${secret:smtp_password}" },
        { "smtp: { host: h, port: 70000 }", "e.yaml:4:24: smtp.port \"70000\" is out of range: 1 to 65535" },
        { "report: { email: [ops@x.example] }", "e.yaml:4:11: report.email needs a mail server – add smtp: { host: … }" },
        { "smtp: { host: h }\nreport: { email: [ops] }", "e.yaml:5:19: report.email \"ops\" is not a mail address like ops@plant.example" },
        { "ui: { px_per_mm: 5,5 }", "e.yaml:4:20: unknown key \"5\" in ui – known here: px_per_mm" },
        { "ui: { px_per_mm: NaN }", "e.yaml:4:18: ui.px_per_mm \"NaN\" is not a number (the decimal mark is a point)" },
        { "upgrade: { restart: idel }", "e.yaml:4:21: upgrade.restart \"idel\" is not one of idle, shift, now – did you mean \"idle\"?" },
        { "shifts: [{ name: a, days: mon-fry, start: \"06:00\", end: \"14:00\" }]",
            "e.yaml:4:27: days \"mon-fry\" is not a list of days like mon-fri or mon,wed,sat – did you mean \"fri\"?" },
        { "shifts: [{ name: a, start: 6:00, end: \"14:00\" }]", "e.yaml:4:28: start \"6:00\" is not a time of day like \"06:00\"" },
        { "shifts:\n  - { name: a, start: \"06:00\", end: \"14:00\" }\n  - { name: b, start: \"13:00\", end: \"22:00\" }",
            "e.yaml:6:23: start overlaps shift a on Monday 13:00" },
        { "shifts:\n  - { name: n, days: sun, start: \"22:00\", end: \"06:00\" }\n  - { name: e, days: mon, start: \"05:00\", end: \"14:00\" }", "e.yaml:6:34: start overlaps shift n on Monday 05:00" },
        { "shifts:\n  - { name: a, days: mon, start: \"06:00\", end: \"14:00\" }\n  - { name: a, days: tue, start: \"06:00\", end: \"14:00\" }", "e.yaml:6:13: name \"a\" stands twice – shift names must be unique, the first is at e.yaml:5:13" },
        { "shifts: [{ name: a, start: \"06:00\", end: \"14:00\", breaks: [\"13:50/15m\"] }]",
            "e.yaml:4:60: breaks \"13:50/15m\" is not inside 06:00-14:00" },
        { "shifts: [{ name: a, start: \"22:00\", end: \"06:00\", breaks: [\"23:55/15m\", \"00:00/15m\"] }]",
            "e.yaml:4:73: breaks \"00:00/15m\" overlaps the break before it" },
        { "rotation: { anchor: 2026-02-30, teams: { A: 0 }, pattern: \"E -\" }",
            "e.yaml:4:21: rotation.anchor \"2026-02-30\" is not a date like 2026-01-31" },
        { "rotation: { anchor: 2026-01-05, teams: { A: 2 }, pattern: \"E -\" }",
            "e.yaml:4:45: rotation.teams.A 2 is past the pattern's 2 days – from 0 to 1" },
        { "rotation: { anchor: 2026-01-05, teams: { A: 0 }, pattern: \"E X\" }",
            "e.yaml:4:59: rotation.pattern letter X begins no shift's name – there are early, late, night" },
        { "calendar: { ics: [nothing.ics] }",
            "e.yaml:4:19: calendar.ics \"nothing.ics\" is not there – the path is taken from the folder of the configuration file" },
        { "calendar: { planned: [{ start: 2026-01-02T10:00, end: 2026-01-02T09:00 }] }",
            "e.yaml:4:55: calendar.planned.end is not after start" },
        { "products: [{ id: A, cycles: [{ machine: m2, ideal: 1s }] }]",
            "e.yaml:4:41: cycles.machine \"m2\" is no machine of this file – did you mean \"m1\"?" },
        { "products: [{ id: A, cycles: [{ machine: m1, ideal: 1s }, { machine: m1, ideal: 2s }] }]",
            "e.yaml:4:69: cycles.machine \"m1\" has two ideal cycles from the same date – give the later one its own from" },
        { "products: { csv: nothing.csv }",
            "e.yaml:4:18: \"nothing.csv\" file not found – name another with --config FILE, or write one with edgecollector init" },
        { "reasons: [{ code: a, category: Runing }]",
            "e.yaml:4:32: category \"Runing\" is not one of Down, Stop, Starved, Blocked, External, Changeover, PlannedStop" },
        { "reasons: [{ code: a, category: NoDemand }]",
            "e.yaml:4:32: category \"NoDemand\" is not one of Down, Stop, Starved, Blocked, External, Changeover, PlannedStop" },
        { "reasons: [{ code: withdrawn, category: Stop }]", "e.yaml:4:19: code \"withdrawn\" is the program's own – choose another" },
        { "reasons:\n  - { code: a, category: Stop, plc: [1, 2] }\n  - { code: b, category: Stop, plc: [2] }",
            "e.yaml:6:38: plc \"2\" stands twice – stop codes of the machine must be unique, the first is at e.yaml:5:41" },
        { "alerts: [{ name: a, on: stop, machines: [m9] }]",
            "e.yaml:4:42: machines \"m9\" is no machine of this file – did you mean \"m1\"?" },
        { "journal: {}\njournal: {}", "e.yaml:5:1: key \"journal\" stands twice (first in line 4) – remove one" },
        { "journal: *a", "e.yaml:4:10: alias *a has no anchor &a before it" },
        { "journal: !!map {}", "e.yaml:4:10: YAML tag tag:yaml.org,2002:map is not supported – write the value alone" },
        { "ui: { px_per_mm: \"${secret:x}\" }", "e.yaml:4:18: ui.px_per_mm cannot be a secret – only passwords, tokens and web hooks can" },
        { "smtp: { host: h, auth: password, user: u, password: \"x${secret:a}\" }",
            "e.yaml:4:53: smtp.password is not a reference like \"${secret:name}\" – it must be the whole value, the name of letters, digits, _ . and -" },
    };

    [Theory]
    [MemberData(nameof(Sections))]
    public void A_bad_section_gives_one_error_with_its_place(string text, string expected)
    {
        const string machine = "\nlines: [{ name: l1, machines: [{ name: m1, ideal_cycle: 1s, gpio: { good: { line: GPIO1 } } }] }]\n";
        var configuration = Load(Head + text + machine);
        Assert.Null(configuration.Options);
        Assert.Equal([expected], configuration.Diagnostics.Where(found => found.Severity == Severity.Error)
            .Select(found => found.ToString()));
    }

    /// <summary>What stands in an opcua block (line 10, from column 11) and the one error it gives.</summary>
    public static TheoryData<string, string> OpcUa => new()
    {
        { "", "e.yaml:9:9: opcua has no signals – add packml, roles such as state and good, or tags (edgecollector browse ENDPOINT proposes them)" },
        { "good: { bits: 32 }", "e.yaml:10:11: opcua.good.node is missing: the node id, like \"nsu=urn:acme:filler;s=Filler1.Good\"" },
        { "good: { node: \"ns=2;s=A\" }",
            "e.yaml:10:25: opcua.good.node \"ns=2;s=A\" names its namespace by an index, which a server may change – use nsu=URI;s=A (edgecollector browse shows the URI)" },
        { "good: { node: \"s\" }", "e.yaml:10:25: opcua.good.node \"s\" is not a node id like \"nsu=urn:acme:filler;s=Filler1\"" },
        { "good: { node: \"i=1\", bits: 32, max: 9 }", "e.yaml:10:47: opcua.good.max stands beside bits – use one of them" },
        { "good: { node: \"i=1\", bits: 7 }", "e.yaml:10:38: opcua.good.bits \"7\" is out of range: 8 to 64" },
        { "fault: { node: \"i=1\", bits: 32 }", "e.yaml:10:33: unknown key \"bits\" in opcua.fault – did you mean \"bit\"?" },
        { "fault: { node: \"i=1\", bit: 1, mask: 0x2 }", "e.yaml:10:47: opcua.fault.mask stands beside bit – use one of them" },
        { "state: { node: \"i=1\" }",
            "e.yaml:10:11: opcua.state.map is missing: packml, machinery, or the machine's own numbers { 6: Running, 5: Starved }" },
        { "state: { node: \"i=1\", map: packm }",
            "e.yaml:10:38: opcua.state.map \"packm\" is not one of packml, machinery – did you mean \"packml\"?" },
        { "state: { node: \"i=1\", map: { x: Running } }", "e.yaml:10:40: opcua.state.map: key \"x\" is not a whole number" },
        { "state: { node: \"i=1\", map: { 6: Runing } }",
            "e.yaml:10:43: opcua.state.map.6 \"Runing\" is not one of Running, Down, Stop, Starved, Blocked, External, Changeover, PlannedStop, NoDemand – did you mean \"Running\"?" },
        { "state: { node: \"i=1\", map: packml }, states: { Hold: Running }",
            "e.yaml:10:64: opcua.states.Hold \"Hold\" is no state of PackML – did you mean \"Held\"?" },
        { "state: { node: \"i=1\", map: { 6: Running } }, states: { Held: Starved }",
            "e.yaml:10:56: opcua.states names states of PackML or Machinery – the machine's own map or rules say it themselves" },
        { "good: { node: \"i=1\", uncertain: maybe }", "e.yaml:10:43: opcua.good.uncertain \"maybe\" is not one of unknown, use" },
        { "state: { }", "e.yaml:10:11: opcua.state needs a node with a map, or rules under when" },
        { "fault: { node: \"i=1\" }, state: { when: [{ Down: falt }] }",
            "e.yaml:10:59: opcua.state.when.Down \"falt\" is no switch or tag of this machine – did you mean \"fault\"?" },
        { "fault: { node: \"i=1\" }, state: { when: [{ Dwn: fault }] }",
            "e.yaml:10:53: opcua.state.when \"Dwn\" is not one of Running, Down, Stop, Starved, Blocked, External, Changeover, PlannedStop, NoDemand – did you mean \"Down\"?" },
        { "fault: { node: \"i=1\" }, state: { when: [{ Down: fault and }] }",
            "e.yaml:10:59: opcua.state.when.Down \"fault and\" ends where a signal is expected – like auto and cycle and not fault" },
        { "fault: { node: \"i=1\" }, state: { when: [{ Down: (fault }] }",
            "e.yaml:10:59: opcua.state.when.Down \"(fault\" has a parenthesis that is not closed" },
        { "fault: { node: \"i=1\" }, state: { when: [{ Down: fault == 1 }] }",
            "e.yaml:10:59: opcua.state.when.Down \"fault == 1\" is no condition: \"==\" is not expected there – like auto and cycle and not fault" },
        { "security: None, good: { node: \"i=1\" }",
            "e.yaml:10:21: opcua.security None sends everything in clear text – use SignAndEncrypt, or add allow_insecure: true beside it" },
        { "policy: Basic256, good: { node: \"i=1\" }",
            "e.yaml:10:19: opcua.policy \"Basic256\" is not one of Basic256Sha256, Aes128_Sha256_RsaOaep, Aes256_Sha256_RsaPss" },
        { "tags: [{ name: a, node: \"i=1\" }, { name: a, node: \"i=2\" }]",
            "e.yaml:10:52: name \"a\" stands twice – tag names must be unique, the first is at e.yaml:10:26" },
    };

    [Theory]
    [MemberData(nameof(OpcUa))]
    public void A_bad_opcua_block_gives_one_error_with_its_place(string text, string expected)
    {
        var configuration = Load($"{Head}{OpcUaMachine}          {text} }}\n");
        Assert.Equal([expected], configuration.Diagnostics.Where(found => found.Severity == Severity.Error)
            .Select(found => found.ToString()));
    }

    /// <summary>What stands as the lines of the plant (line 4 on) and the one error it gives.</summary>
    public static TheoryData<string, string> Plants => new()
    {
        { "", "e.yaml:1:1: lines is missing: nothing is collected (only a bridge, with influx, needs no lines)" },
        { "lines: [{ name: Line1, machines: [{ name: m, ideal_cycle: 1s, gpio: { run: { pin: 1 } } }] }]",
            "e.yaml:4:17: name \"Line1\" is not a name of a-z, 0-9, _ and - in lower case (a free text goes into label)" },
        { "lines: [{ name: l, machines: [] }]", "e.yaml:4:20: machines is empty: a line needs at least one machine" },
        { "lines: [{ name: l, machines: [{ name: m, ideal_cycle: 1s }] }]", "e.yaml:4:31: machines[m] has no source – add opcua or gpio" },
        { "lines: [{ name: l, machines: [{ name: m, ideal_cycle: 1s, opcua: { endpoint: \"opc.tcp://h\", packml: i=1 }, gpio: { run: { pin: 1 } } }] }]", "e.yaml:4:108: gpio stands beside opcua – a machine has exactly one source" },
        { "lines:\n- { name: l, machines: [{ name: m, ideal_cycle: 1s, gpio: { run: { pin: 1 } } }] }\n- { name: k, machines: [{ name: m, ideal_cycle: 1s, gpio: { run: { pin: 2 } } }] }", "e.yaml:6:33: name \"m\" stands twice – machine names, over all lines, must be unique, the first is at e.yaml:5:33" },
        { "lines:\n- { name: l, machines: [{ name: m, ideal_cycle: 1s, gpio: { run: { pin: 1 } } }] }\n- { name: l, machines: [{ name: n, ideal_cycle: 1s, gpio: { run: { pin: 2 } } }] }", "e.yaml:6:11: name \"l\" stands twice – line names must be unique, the first is at e.yaml:5:11" },
        { "lines: [{ name: l, oee: { rule: parallel(2) }, machines: [{ name: m, ideal_cycle: 1s, gpio: { run: { pin: 1 } } }] }]",
            "e.yaml:4:33: oee.rule asks for 2 running machines, l has 1" },
        { "lines: [{ name: l, oee: { rule: best }, machines: [{ name: m, ideal_cycle: 1s, gpio: { run: { pin: 1 } } }] }]",
            "e.yaml:4:33: oee.rule \"best\" is not one of bottleneck, first_cause, parallel(n) with n from 1 to 99" },
        { Gpio("chip: gpiochip4, run: { pin: 1 }"),
            "e.yaml:5:17: gpio.chip \"gpiochip4\" is a number, which changes with kernel and board – use auto, or the label: pinctrl-rp1 (Pi 5), pinctrl-bcm2711 (Pi 4)" },
        { Gpio("chip: auto"), "e.yaml:5:3: gpio has no signals – add lines such as run and good: { line: GPIO17 }" },
        { Gpio("run: { active: low }"), "e.yaml:5:11: gpio.run needs line: GPIO17 or pin: 17" },
        { Gpio("run: { pin: 1, line: GPIO1 }"), "e.yaml:5:11: gpio.run has both line and pin – use one of them" },
        { Gpio("run: { pin: 1 }, good: { line: GPIO1 }"),
            "e.yaml:5:42: gpio.good.line \"GPIO1\" stands twice – lines of a chip must be unique, the first is at e.yaml:5:23" },
        { Gpio("run: { pin: 1 }, stopped_after: 30s"),
            "e.yaml:5:43: gpio.stopped_after stands beside run, which says when it stops – the time-out is for machines without it" },
        { Gpio("stack_light: { red: { pin: 1 } }, state: { when: [{ Down: red }] }, good: { pin: 2 }, stopped_after: 30s"),
            "e.yaml:5:112: gpio.stopped_after stands beside state, which says when it stops – the time-out is for machines without it" },
        { Gpio("run: { pin: 1, edge: falling }"),
            "e.yaml:5:26: unknown key \"edge\" in gpio.run – known here: line, pin, active, debounce" },
        { Gpio("run: { pin: 1 }, state: { when: [{ Down: good }] }"),
            "e.yaml:5:52: gpio.state.when.Down \"good\" is no switch or tag of this machine – there are run" },
        { Gpio("stack_light: { blink: 1s }, state: { when: [{ Down: red }] }"), "e.yaml:5:11: gpio.stack_light has no lamps – add some of red, amber, green, blue, white: { line: GPIO5 }" },
        { Gpio("stack_light: { red: { pin: 5 } }"),
            "e.yaml:5:11: gpio.stack_light needs state beside it: what the lamps mean, like state: { when: [{ Down: red_blinking }, { Stop: red }, { Running: green }] }" },
        { Gpio("stack_light: { red: { pin: 5 } }, state: { when: [{ Down: red_blinkin }] }"),
            "e.yaml:5:69: gpio.state.when.Down \"red_blinkin\" is no switch or tag of this machine – did you mean \"red_blinking\"?" },
        { Gpio("stack_light: { yellow: { pin: 5 }, red: { pin: 6 } }, state: { when: [{ Down: red }] }"),
            "e.yaml:5:26: unknown key \"yellow\" in gpio.stack_light – known here: red, amber, green, blue, white, blink" },
        { Gpio("run: { pin: 5 }, stack_light: { red: { pin: 5 } }, state: { when: [{ Down: red }] }"),
            "e.yaml:5:55: gpio.stack_light.red.pin \"GPIO5\" stands twice – lines of a chip must be unique, the first is at e.yaml:5:23" },
        { Gpio("stack_light: { red: { pin: 5, debounce: 1s }, blink: 500ms }, state: { when: [{ Down: red }] }"),
            "e.yaml:5:51: gpio.stack_light.red.debounce is not shorter than blink: no blinking would be seen – 20ms is usual" },
        { Gpio("good: { pin: 1, spacing: 1h }"), "e.yaml:5:36: gpio.good.spacing \"1h\" is out of range: 0s to 10m" },
        { Output("pin: 5, when: stop_longr"),
            "e.yaml:6:36: when \"stop_longr\" is not one of stop_longer, below_target, missing_reason – did you mean \"stop_longer\"?" },
        { Output("pin: 5"), "e.yaml:6:11: when is missing: stop_longer, below_target (OEE of the running shift) or missing_reason" },
        { Output("when: stop_longer"), "e.yaml:6:11: outputs[a] needs line: GPIO5 or pin: 5" },
        { Output("when: stop_longer, line: GPIO5, pin: 5"), "e.yaml:6:11: outputs[a] has both line and pin – use one of them" },
        { Output("when: stop_longer, line: 5"),
            "e.yaml:6:47: line \"5\" is a number – write line: GPIO5, or pin: 5 for the number on the chip" },
        { Output("when: stop_longer, pin: 5, chip: gpiochip4"),
            "e.yaml:6:55: chip \"gpiochip4\" is a number, which changes with kernel and board – use auto, or the label: pinctrl-rp1 (Pi 5), pinctrl-bcm2711 (Pi 4)" },
        { Output("when: stop_longer, line: GPIO1"),
            "e.yaml:6:47: line \"GPIO1\" stands twice – lines of a chip must be unique, the first is at e.yaml:5:23" },
        { Output("when: stop_longer, pin: 5, machine: mm"), "e.yaml:6:58: machine \"mm\" is no machine of this file – did you mean \"m\"?" },
        { Output("when: stop_longer, pin: 5, production_line: line9"), "e.yaml:6:66: production_line \"line9\" is no line of this file – there are l" },
        { Output("when: stop_longer, pin: 5, machine: m, production_line: l"), "e.yaml:6:78: production_line stands beside machine – use one of them" },
        { Output("when: stop_longer, pin: 5, target: 0.8"), "e.yaml:6:57: target belongs to when: below_target, not to stop_longer" },
        { Output("when: below_target, pin: 5"),
            "e.yaml:6:28: when below_target needs a target – add target: 0.75 here or oee: { target: 0.75 } to l" },
        { Output("when: stop_longer, pin: 5, safe: of"), "e.yaml:6:55: safe \"of\" is not one of off, on – did you mean \"off\"?" },
        { Output("when: stop_longer, pin: 5, after: 2 min"), "e.yaml:6:56: after \"2 min\" is not a duration like 20ms, 1.5s, 2m, 24h or 400d" },
    };

    [Theory]
    [MemberData(nameof(Plants))]
    public void A_bad_plant_gives_one_error_with_its_place(string text, string expected) =>
        Assert.Equal([expected], Load(Head + text).Diagnostics.Select(found => found.ToString()));

    [Fact]
    public void All_five_topic_levels_are_required()
    {
        var text = Head.Replace(", area: pack", "", StringComparison.Ordinal) + Gpio("run: { pin: 1 }");
        Assert.Equal(["e.yaml:3:1: uns.area is missing: all five topic levels are required – enterprise, site, area, line, machine"],
            Load(text).Messages());
    }

    [Fact]
    public void Warnings_do_not_refuse_the_configuration()
    {
        var loaded = Load(Head + Gpio("run: { pin: 1 }").Replace(", ideal_cycle: 1s", "", StringComparison.Ordinal)
            + "\nmqtt: { broker: \"mqtt://b.example\", login: { user: u, password: x } }\n");
        Assert.Equal(
            [
                "e.yaml:4:39: m has no ideal_cycle and no product has one for it – performance and OEE will be null",
                "e.yaml:6:17: mqtt:// sends user and password in clear text – use mqtts://",
                "e.yaml:6:65: password in clear text – use ${secret:mqtt_password} (edgecollector secret set mqtt_password)",
            ],
            loaded.Messages());
        Assert.NotNull(loaded.Options);
    }

    private static string Gpio(string keys) => $"lines: [{{ name: l, machines: [{{ name: m, ideal_cycle: 1s,\n  gpio: {{ {keys} }} }}] }}]";

    private static string Output(string keys) => $"{Gpio("run: { pin: 1 }")}\noutputs: [{{ name: a, {keys} }}]";

    [Fact]
    public void Every_error_is_said_at_once()
    {
        var text = Repository.SampleText()
            .Replace("edge: falling, debounce: 5ms }\n", "edge: faling, debounce: 5ms }\n", StringComparison.Ordinal)
            .Replace("commit: 1s", "comit: 1s", StringComparison.Ordinal)
            .Replace("Europe/Amsterdam", "Europe/Amsterdm", StringComparison.Ordinal)
            .Replace("security: SignAndEncrypt", "security: None", StringComparison.Ordinal)
            .Replace("machine: filler1, minor", "machine: filer1, minor", StringComparison.Ordinal)
            .Replace("area: packaging", "area: Packaging", StringComparison.Ordinal);
        Assert.Equal(
            ["e.yaml:3:37", "e.yaml:4:64", "e.yaml:10:12", "e.yaml:26:39", "e.yaml:35:21", "e.yaml:38:11", "e.yaml:47:40"],
            Load(text).Diagnostics.Select(found => found.At.Location));
    }

    [Fact]
    public void A_misspelt_required_key_is_one_error_and_not_also_missing()
    {
        var found = Assert.Single(Load("version: 1\nnode: { nmae: a }\nuns: { enterprise: a, site: b }\nmqtt: { broker: \"mqtt://b\" }\ninflux: { url: \"http://b\" }").Diagnostics);
        Assert.Equal("e.yaml:2:9: unknown key \"nmae\" in node – did you mean \"name\"?", found.ToString());
    }
}
