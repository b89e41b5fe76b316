namespace EdgeCollector.Benchmarks.Ratios;

/// <summary>
/// Two ways of doing the same work, measured in turn in one process: on a busy machine their ratio means something where absolute
/// times do not. A new one is added to <see cref="RatioRunner.All"/>.
/// </summary>
internal interface IRatio
{
    /// <summary>Unique, one word with hyphens: <c>ring-vs-channel</c>.</summary>
    string Name { get; }

    /// <summary>The factor to hold on any machine; far below what a quiet one gives, as other load is not to fail it.</summary>
    double AtLeast { get; }

    /// <summary>Measures both; takes a few seconds at most.</summary>
    RatioResult Run();
}

/// <summary>What came out, in nanoseconds for one unit of the same work.</summary>
/// <param name="Ours">Nanoseconds of the project's way.</param>
/// <param name="Theirs">Nanoseconds of what it is compared with.</param>
/// <param name="OursAllocated">Bytes that the project's way allocates for one unit of work.</param>
/// <param name="TheirsAllocated">Bytes that the other way allocates.</param>
/// <param name="Unit">What one unit of work is: <c>input</c>, <c>value</c>, <c>line</c>.</param>
internal sealed record RatioResult(double Ours, double Theirs, double OursAllocated, double TheirsAllocated, string Unit)
{
    /// <summary>How many times faster ours is; below 1 it is slower.</summary>
    public double Factor => Theirs / Ours;

    /// <summary>Fast enough, and without allocation on the project's way: a twentieth of a byte is what starting threads leaves.</summary>
    public bool Holds(double atLeast) => Factor >= atLeast && OursAllocated < 0.05;
}
