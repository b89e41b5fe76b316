using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EdgeCollector.Options.Tree;

namespace EdgeCollector.Options.Binding;

/// <summary>A secret: <c>${secret:name}</c>, or clear text with a warning. Its text is in no message and no printed line.</summary>
internal sealed partial class SecretKind : ValueKind<Secret>
{
    public static SecretKind Instance { get; } = new();

    public override bool TryRead(Place place, BindingContext context, out Secret value)
    {
        value = Secret.Clear("");
        if (place.Node is not ScalarNode scalar)
        {
            context.Problems.Hide(place.Node!);
            context.Problems.Error(place, "takes one value, like \"${secret:name}\"");
            return false;
        }

        var reference = Reference().Match(scalar.Text);
        if (reference.Success)
        {
            value = Secret.Reference(reference.Groups[1].Value);
            context.Uses(value.Name!, place);
            return true;
        }

        context.Problems.Hide(scalar);
        if (scalar.Text.Contains("${", StringComparison.Ordinal))
        {
            context.Problems.Error(place,
                "is not a reference like \"${secret:name}\" – it must be the whole value, the name of letters, digits, _ . and -");
            return false;
        }

        // In the environment it is where a secret of the last resort lies anyway.
        if (scalar.At.Source.Kind != OriginKind.Environment)
        {
            var name = $"{place.Owner}_{place.LastKey}".Replace('-', '_');
            context.Problems.Warning(
                place, $"{place.LastKey} in clear text – use ${{secret:{name}}} (edgecollector secret set {name})", showsSource: false);
        }

        value = Secret.Clear(scalar.Text);
        return true;
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => new() { ["type"] = "string" };

    public override void Show(Place place, object? value, List<ConfigLine> lines)
    {
        if (place.Node is ScalarNode scalar && value is Secret secret)
        {
            lines.Add(new ConfigLine(place.FullPath, secret.Name is null ? "***" : $"${{secret:{secret.Name}}}", scalar.At.Origin));
        }
    }

    [GeneratedRegex("^\\$\\{secret:([A-Za-z0-9_-][A-Za-z0-9_.-]{0,99})\\}$")]
    private static partial Regex Reference();
}
