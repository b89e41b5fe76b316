namespace EdgeCollector.Demo;

/// <summary>The packer's lines; the number is the line's offset on the chip, as wired on a Raspberry Pi's header.</summary>
internal enum PackerLine
{
    /// <summary>High while it runs.</summary>
    Run = 17,

    /// <summary>One pulse a rejected pack.</summary>
    Scrap = 22,

    /// <summary>High while the light barrier at the infeed sees nothing.</summary>
    Starved = 23,

    /// <summary>One pulse a good pack.</summary>
    Good = 27,
}

/// <summary>One edge at one line.</summary>
/// <param name="At">When, ms UTC.</param>
/// <param name="Line">Where.</param>
/// <param name="Rising">True from low to high.</param>
internal readonly record struct PackerEdge(long At, PackerLine Line, bool Rising);
