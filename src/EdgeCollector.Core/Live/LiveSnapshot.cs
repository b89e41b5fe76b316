using EdgeCollector.Core.Oee;

namespace EdgeCollector.Core.Live;

/// <summary>What pages show of the running shift: immutable, swapped whole, at most every 250 ms and only while somebody watches.</summary>
/// <param name="Time">Event time of the picture, ms UTC (with an accelerated demo clock: the demo's time).</param>
/// <param name="Sequence">The last input it has seen.</param>
public sealed record LiveSnapshot(long Time, long Sequence, IReadOnlyList<LiveMachine> Machines);

/// <param name="Category">Now, after all rules (an open short stop is MicroStop until it settles).</param>
/// <param name="StateName">The machine's own word.</param>
/// <param name="Since">Begin of the present state, ms UTC.</param>
/// <param name="Shift">The running shift's record; null outside shifts.</param>
/// <param name="Hour">The running hour's record.</param>
/// <param name="Strip">Intervals of the shift so far (or of the last 8 h outside shifts), oldest first, no overlaps, no gaps.</param>
/// <param name="OpenStop">The stop that stands now; null while running.</param>
/// <param name="Losses">Largest first, at most 8: what the running shift lost, by reason or category, in ms.</param>
public sealed record LiveMachine(
    string Machine, string Line, Category Category, string StateName, long Since, OeeRecord? Shift, OeeRecord? Hour,
    IReadOnlyList<StripInterval> Strip, StopFact? OpenStop, IReadOnlyList<LiveLoss> Losses);

/// <param name="Reason">Code given to the stop; empty if none.</param>
/// <param name="Slow">Running below the ideal rate over this interval (the yellow share).</param>
public readonly record struct StripInterval(long Start, long End, Category Category, string Reason, bool Slow);

/// <param name="Key">Reason code, or <c>slow</c>, <c>scrap</c>, <c>minor</c>, or a category's name in lower case.</param>
public readonly record struct LiveLoss(string Key, long Milliseconds);
