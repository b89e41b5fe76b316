namespace EdgeCollector.Sources.Gpio;

/// <summary>What the kernel says about a line.</summary>
/// <param name="Offset">On its chip.</param>
/// <param name="Name">As the board calls it; empty where it has no name.</param>
/// <param name="Consumer">Who holds it; may be empty though it is held.</param>
/// <param name="Used">Held by another program or by the kernel.</param>
internal readonly record struct GpioLineInfo(uint Offset, string Name, string Consumer, bool Used)
{
    /// <summary>For messages, of a line that is held.</summary>
    public string Holder => Consumer.Length > 0 ? $"\"{Consumer}\"" : "the kernel";

    /// <summary>For messages: <c>GPIO17 (line 17)</c> or <c>line 17</c>.</summary>
    public override string ToString() => Name.Length > 0 ? $"{Name} (line {Offset})" : $"line {Offset}";
}
