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
