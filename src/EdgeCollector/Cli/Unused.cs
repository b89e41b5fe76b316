using EdgeCollector.Options;

namespace EdgeCollector.Cli;

/// <summary>What a configuration asks for and this version does not do: said at the start, never passed over in silence.</summary>
internal static class Unused
{
    /// <summary>One line each: the key, and what follows from it.</summary>
    public static IEnumerable<string> In(CollectorOptions options)
    {
        if (options.Mqtt?.Publish.Contains(MqttProfile.Sparkplug) == true) yield return "mqtt.publish: sparkplug is not published by this version";
        if (options.Rotation is not null) yield return "rotation: is not computed by this version; list the shifts with their days under shifts";
        if (!options.Calendar.Holidays.IsEmpty) yield return "calendar.holidays: are not known to this version; enter them under calendar.planned";
        if (!options.Calendar.Ics.IsEmpty) yield return "calendar.ics: files are not read by this version; enter planned downtime under calendar.planned";
        if (options.Calendar.Planned.Any(p => !p.Machines.IsEmpty)) yield return "calendar.planned: entries for single machines are not known to this version and count for none";
        if (!options.Alerts.IsEmpty) yield return "alerts: are not sent by this version";
        if (options.Report is not null) yield return "report: no report is made by this version";
        if (options.Dashboard.Tls is not null) yield return "dashboard.tls: the pages are plain HTTP on loopback in this version";
        if (!System.Net.IPAddress.IsLoopback(options.Dashboard.Listen.Address)) yield return "dashboard.listen: the pages have no log-in yet, and everybody in this network can read them over plain HTTP";
        if (options.Smtp is not null) yield return "smtp: no mail is sent by this version";
        if (options.Lines.Any(l => l.Oee.Rule.Kind != LineRuleKind.Bottleneck)) yield return "oee.rule: only bottleneck is computed by this version";
        if (options.Journal.MaxSize is not null) yield return "journal.max_size: the journal is in memory in this version, 64 MB at most";
        if (options.Proxy is not null) yield return "proxy: is not used by this version";
    }
}
