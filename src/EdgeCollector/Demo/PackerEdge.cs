namespace EdgeCollector.Demo;

/// <summary>The packer's lines; the number is the line's place among those asked for, as the seam of GPIO lines has it.</summary>
internal enum PackerLine
{
    /// <summary>High while it runs.</summary>
    Run = 0,

    /// <summary>High while the light barrier at the infeed sees nothing.</summary>
    Starved = 1,

    /// <summary>One pulse a good pack.</summary>
    Good = 2,

    /// <summary>One pulse a rejected pack.</summary>
    Scrap = 3,
}

/// <summary>One edge at one line.</summary>
/// <param name="At">When, ms UTC.</param>
/// <param name="Line">Where.</param>
/// <param name="Rising">True from low to high.</param>
internal readonly record struct PackerEdge(long At, PackerLine Line, bool Rising);
