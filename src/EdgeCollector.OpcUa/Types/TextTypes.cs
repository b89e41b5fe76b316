namespace EdgeCollector.OpcUa.Types;

/// <summary>A name with its namespace (Part 3, 8.3). The text comes from the server: hostile until encoded at its sink.</summary>
public readonly record struct QualifiedName(ushort NamespaceIndex, string? Name)
{
    /// <summary>"2:Name", and "Name" in namespace 0 (Part 4, A.2).</summary>
    public override string ToString() => NamespaceIndex == 0 ? Name ?? "" : $"{NamespaceIndex}:{Name}";
}

/// <summary>A text for people and its locale, such as "en-US" (Part 3, 8.5). Hostile until encoded at its sink.</summary>
public readonly record struct LocalizedText(string? Text, string? Locale = null)
{
    public override string ToString() => Text ?? "";
}
