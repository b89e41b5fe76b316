namespace EdgeCollector.Core.Oee;

/// <summary>What a <see cref="WindowBook"/> keeps windows of: a machine, or a line.</summary>
internal interface IWindowSource
{
    CalendarTimeline Calendar { get; }

    /// <summary>The window as known at <paramref name="now"/>.</summary>
    OeeRecord Build(OeeWindow window, long now);

    /// <summary>Nothing that is known now waits to be decided: no open stop at its end is still to be minor or not.</summary>
    bool Determined(OeeWindow window, long now);

    /// <summary>What goes with a stated window.</summary>
    void Stated(OeeWindow window, long now, IFactSink facts);
}
