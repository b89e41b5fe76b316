using System.Reflection;

namespace EdgeCollector.Contracts;

/// <summary>The product's version, <c>1.0.0</c>: in every record.</summary>
internal static class ProductVersion
{
    public static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? "0.0.0";
}
