using EdgeCollector.Core.Oee;

namespace EdgeCollector.Core.Lines;

/// <summary>The lines of one machine, with its tags escaped once.</summary>
internal sealed class MachineLines
{
    private const int MaxReasons = 256;

    /// <summary>Tag value for stopped time that nobody gave a reason: the format has no empty tag.</summary>
    internal const string NoReason = "unreasoned";

    private readonly SitePath _path;
    private readonly byte[][] _oee;
    private readonly byte[] _live;
    private readonly byte[] _state;
    private readonly byte[] _count;
    private readonly byte[] _downtime;
    private readonly Dictionary<string, byte[]> _reasons = new(StringComparer.Ordinal);
    private (long Start, long Time, long Total) _last;

    internal MachineLines(SitePath path)
    {
        _path = path;
        _oee = [Prefix("oee", "window", "hour"), Prefix("oee", "window", "shift"), Prefix("oee", "window", "order")];
        _live = Prefix("oee_live");
        _state = Prefix("state");
        _count = Prefix("count");
        _downtime = Prefix("downtime");
    }

    internal byte[] Prefix(string measurement, string key = "", string value = "") => LineProtocol.Prefix(
        measurement, ("enterprise", _path.Enterprise), ("site", _path.Site), ("area", _path.Area), ("line", _path.Line),
        ("machine", _path.Machine), (key, value));

    internal void Write(ref LineWriter line, OeeRecord r)
    {
        line.Begin(_oee[(int)r.Window]);
        WriteRatios(ref line, r);
        WriteTimes(ref line, r);
        line.Integer("failures"u8, r.Failures);
        line.Integer("repairs"u8, r.Repairs);
        line.Real("repair_s"u8, Words.Seconds(r.RepairTime));
        line.Integer("total"u8, r.Total);
        line.Integer("good"u8, r.Good);
        line.Integer("scrap"u8, r.Scrap);
        line.Integer("rework"u8, r.Rework);
        line.Integer("recovered"u8, r.Recovered);
        line.Integer("outside_plan"u8, r.OutsidePlan);
        line.Real("target"u8, r.Target);
        line.Text("id"u8, r.Id);
        line.Text("status"u8, Words.Of(r.Status));
        line.Integer("rev"u8, r.Rev);
        line.Text("flags"u8, Words.Of(r.Flags));
        line.Text("shift"u8, r.Shift);
        line.Text("team"u8, r.Team);
        if (_path.Machine.Length == 0)
        {
            line.Text("bottleneck"u8, r.Bottleneck);
            line.Text("cause"u8, r.Cause);
        }

        line.Text("order"u8, r.Order);
        line.Text("product"u8, r.Product);
        line.End(Nanoseconds(r.Start));
        if (r.Window == WindowKind.Shift && r.Status == RecordStatus.Live)
        {
            WriteLive(ref line, r);
        }
    }

    internal void Write(ref LineWriter line, StateFact s)
    {
        line.Begin(_state);
        line.Text("category"u8, Words.Of(s.Category));
        line.Text("name"u8, s.Name);
        if (s.Code is { } code)
        {
            line.Integer("code"u8, code);
        }

        line.Text("mode"u8, s.Mode);
        line.End(Nanoseconds(s.Time));
    }

    internal void Write(ref LineWriter line, CountFact c)
    {
        line.Begin(_count);
        Count(ref line, "total"u8, c.Total);
        Count(ref line, "good"u8, c.Good);
        Count(ref line, "scrap"u8, c.Scrap);
        Count(ref line, "rework"u8, c.Rework);
        line.End(Nanoseconds(c.Time));
    }

    internal void Write(ref LineWriter line, StopFact s)
    {
        line.Begin(_downtime);
        line.Text("id"u8, s.Id);
        line.Text("reason"u8, s.Reason);
        line.Text("group"u8, s.Group);
        line.Text("category"u8, Words.Of(s.Category));
        line.Boolean("minor"u8, s.Minor);
        line.Real("duration_s"u8, Words.Seconds(Words.DurationOf(s)));
        if (s.StopCode is { } code)
        {
            line.Integer("plc_stop_code"u8, code);
        }

        // Written even when empty: a field that a later revision leaves out would keep its old value in the database.
        line.Text("note"u8, s.Note);
        line.Integer("rev"u8, s.Rev);
        line.End(Nanoseconds(s.Start));
    }

    internal void Write(ref LineWriter line, DowntimeHourFact h)
    {
        foreach (var reason in h.Reasons)
        {
            line.Begin(ReasonPrefix(reason.Reason));
            line.Real("seconds"u8, Words.Seconds(reason.Milliseconds));
            line.Integer("stops"u8, reason.Stops);
            line.End(Nanoseconds(h.Hour));
        }
    }

    private static void WriteRatios(ref LineWriter line, OeeRecord r)
    {
        line.Real("oee"u8, OeeFormula.Oee(r));
        line.Real("availability"u8, OeeFormula.Availability(r));
        line.Real("performance"u8, OeeFormula.Performance(r));
        line.Real("quality"u8, OeeFormula.Quality(r));
        line.Real("coverage"u8, OeeFormula.Coverage(r));
    }

    private static void WriteTimes(ref LineWriter line, OeeRecord r)
    {
        line.Real("planned_s"u8, Words.Seconds(r.Planned));
        line.Real("known_s"u8, Words.Seconds(r.Known));
        line.Real("run_s"u8, Words.Seconds(r.Run));
        line.Real("ideal_s"u8, Words.Seconds(r.Ideal));
        line.Real("fully_productive_s"u8, Words.Seconds(r.FullyProductive));
        line.Real("not_scheduled_s"u8, Words.Seconds(r.Times[Category.NotScheduled]));
        line.Real("break_s"u8, Words.Seconds(r.Times[Category.Break]));
        line.Real("planned_downtime_s"u8, Words.Seconds(r.Times[Category.PlannedDowntime]));
        line.Real("no_demand_s"u8, Words.Seconds(r.Times[Category.NoDemand]));
        line.Real("running_s"u8, Words.Seconds(r.Times[Category.Running]));
        line.Real("minor_s"u8, Words.Seconds(r.Times[Category.MicroStop]));
        line.Real("down_s"u8, Words.Seconds(r.Times[Category.Down]));
        line.Real("stop_s"u8, Words.Seconds(r.Times[Category.Stop]));
        line.Real("starved_s"u8, Words.Seconds(r.Times[Category.Starved]));
        line.Real("blocked_s"u8, Words.Seconds(r.Times[Category.Blocked]));
        line.Real("external_s"u8, Words.Seconds(r.Times[Category.External]));
        line.Real("changeover_s"u8, Words.Seconds(r.Times[Category.Changeover]));
        line.Real("planned_stop_s"u8, Words.Seconds(r.Times[Category.PlannedStop]));
        line.Real("unknown_s"u8, Words.Seconds(r.Times[Category.Unknown]));
    }

    /// <summary>Pieces a minute since the live record before this one, so nothing on the first of a shift.</summary>
    private void WriteLive(ref LineWriter line, OeeRecord r)
    {
        double? rate = _last.Start == r.Start && r.Time > _last.Time
            ? OeeFormula.Ratio((r.Total - _last.Total) * 60_000.0, r.Time - _last.Time)
            : null;
        _last = (r.Start, r.Time, r.Total);
        line.Begin(_live);
        WriteRatios(ref line, r);
        line.Real("rate_min"u8, rate);
        line.End(Nanoseconds(r.Time));
    }

    private byte[] ReasonPrefix(string reason)
    {
        if (_reasons.TryGetValue(reason, out var prefix))
        {
            return prefix;
        }

        prefix = Prefix("downtime_hour", "reason", reason.Length == 0 ? NoReason : reason);
        if (_reasons.Count < MaxReasons)
        {
            _reasons.Add(reason, prefix);
        }

        return prefix;
    }

    private static void Count(ref LineWriter line, ReadOnlySpan<byte> key, long? value)
    {
        if (value is { } pieces)
        {
            line.Integer(key, pieces);
        }
    }

    private static long Nanoseconds(long milliseconds) => milliseconds * 1_000_000;
}
