using EdgeCollector.Core.Journal;

namespace EdgeCollector.Core.Oee;

/// <summary>
/// One line: windows of its own over its machines' intervals and pieces (oee-reference.md 12, docs/lines.md). Nothing is fed to it; after
/// each second of its machines it looks at them. Its orders are those of the machine whose pieces leave the line. A window keeps the rule
/// with which it began.
/// </summary>
internal sealed class LineEngine : IWindowSource
{
    private readonly WindowBook _windows;

    public LineEngine(LineFold fold, long time)
    {
        Fold = fold;
        _windows = new WindowBook(this);
        _windows.Begin(time);
    }

    public LineFold Fold { get; private set; }

    public CalendarTimeline Calendar => Fold.Calendar;

    /// <summary>It stands in the newest configuration.</summary>
    public bool Active { get; set; } = true;

    public long NeededFrom => _windows.NeededFrom;

    public OeeWindow? Running(WindowKind kind) => _windows.Running(kind);

    public void Change(LineFold fold, long time)
    {
        Fold = fold;
        _windows.CalendarChanged(time);
    }

    public void Second(long now, bool live, IFactSink facts)
    {
        if (!Active)
        {
            return;
        }

        if (Fold.Last.OrdersMovedFrom is var moved and not long.MaxValue)
        {
            _windows.OrdersChanged(Fold.Last.Orders(moved, now), moved, now, facts);
        }

        var late = long.MaxValue;
        var order = Fold.Last.Windows.Order?.Order ?? "";
        foreach (var machine in Fold.Machines)
        {
            late = Math.Min(late, machine.RestatedFrom);
        }

        foreach (var window in (ReadOnlySpan<OeeWindow?>)[_windows.Hour, _windows.Shift])
        {
            window?.Order = order;
        }

        _windows.Advance(now, facts);
        if (live)
        {
            if (late != long.MaxValue)
            {
                _windows.Restate(late, now, facts);
            }

            _windows.Live(now, facts);
        }
    }

    /// <summary>The rules by which the line is folded, then its windows, then which of them goes by which rule.</summary>
    public void Export(RecordWriter w, IReadOnlyList<MachineEngine> machines)
    {
        LineFold[] folds = [Fold, .. _windows.All.Select(window => window.Line).OfType<LineFold>().Where(fold => fold != Fold).Distinct()];
        w.List(folds, (w, fold) => fold.Export(w, machines));
        w.Boolean(Active);
        _windows.Export(w);
        foreach (var window in _windows.All)
        {
            w.Int(window.Line is null ? -1 : Array.IndexOf(folds, window.Line));
        }
    }

    public static LineEngine? Import(ref RecordReader r, IReadOnlyList<MachineEngine> machines)
    {
        var folds = r.List((ref RecordReader r) => LineFold.Import(ref r, machines));
        if (folds.Count == 0 || folds[0] is not { } newest)
        {
            r.Fail();
            return null;
        }

        var line = new LineEngine(newest, 0) { Active = r.Boolean() };
        line._windows.Import(ref r);
        foreach (var window in line._windows.All)
        {
            var rule = r.Int();
            window.Line = rule >= 0 && rule < folds.Count ? folds[(int)rule] : null;
        }

        return line;
    }

    public OeeRecord Build(OeeWindow window, long now) => (window.Line ??= Fold).Build(window, now);

    public bool Determined(OeeWindow window, long now)
    {
        foreach (var machine in (window.Line ?? Fold).Machines)
        {
            if (!machine.Source.Determined(window, now))
            {
                return false;
            }
        }

        return true;
    }

    public void Stated(OeeWindow window, long now, IFactSink facts)
    {
    }
}
