using EdgeCollector.Core.Inputs;

namespace EdgeCollector.Sources.Gpio;

/// <summary>How one line becomes samples of one signal.</summary>
/// <param name="Signal">A level role (run, fault, starved, blocked) or a pulse counter.</param>
/// <param name="Line">The line's number in <see cref="IGpioLines"/>.</param>
/// <param name="ActiveLow">Level roles: low means true.</param>
/// <param name="Rising">Pulse counters: count rising edges.</param>
/// <param name="Falling">Pulse counters: count falling edges.</param>
/// <param name="Spacing">Pulse counters: a pulse sooner than this after the last one is a bounce (ns), unless the lines debounce
/// themselves; 0: every edge counts.</param>
/// <param name="LeastSpacing">The same, whoever debounces: what the machine can make at most, where a debounce says how a contact
/// behaves.</param>
internal sealed record GpioInput(
    Signal Signal, int Line, bool ActiveLow, bool Rising, bool Falling, long Spacing, long LeastSpacing = 0);
