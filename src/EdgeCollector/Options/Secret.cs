namespace EdgeCollector.Options;

/// <summary>
/// A password, token or web hook: a reference to a secret or, with a warning, clear text. Its value comes from
/// <see cref="SecretResolver.Reveal"/> only; printed, it is <c>***</c>.
/// </summary>
internal sealed class Secret : IEquatable<Secret>
{
    private Secret(string? name, string? clearText) => (Name, ClearText) = (name, clearText);

    /// <summary>The name in <c>${secret:name}</c>, or null for clear text.</summary>
    public string? Name { get; }

    internal string? ClearText { get; }

    public static Secret Reference(string name) => new(name, null);

    public static Secret Clear(string text) => new(null, text);

    public bool Equals(Secret? other) => other is not null && Name == other.Name && ClearText == other.ClearText;

    public override bool Equals(object? obj) => Equals(obj as Secret);

    public override int GetHashCode() => HashCode.Combine(Name, ClearText);

    public override string ToString() => "***";
}
