namespace EdgeCollector.Sources.Gpio;

/// <summary>One edge as it was recorded at the line.</summary>
/// <param name="MonotonicTime">Monotonic clock of this boot, ns.</param>
/// <param name="Line">The line's number among those asked for, from 0.</param>
/// <param name="Sequence">Counts the edges of all requested lines from 1; a gap means that edges were lost before they were read.</param>
/// <param name="LineSequence">Counts the edges of this line from 1; a gap says how many of the lost ones were its own. 0: not counted
/// apart.</param>
internal readonly record struct GpioEdge(long MonotonicTime, int Line, bool Rising, uint Sequence, uint LineSequence = 0);
