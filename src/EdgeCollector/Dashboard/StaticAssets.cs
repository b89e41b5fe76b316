using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;

namespace EdgeCollector.Dashboard;

/// <summary>
/// The style sheet, the script and the icon: embedded, compressed once, served under a name that carries their hash and may therefore be
/// kept by a browser for a year.
/// </summary>
internal sealed class StaticAssets
{
    private static readonly (string Name, string Type)[] Files =
    [
        ("edge.css", "text/css; charset=utf-8"),
        ("edge.js", "text/javascript; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
    ];

    private readonly Dictionary<string, Asset> _byPath = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _paths = new(StringComparer.Ordinal);

    public StaticAssets()
    {
        foreach (var (name, type) in Files)
        {
            var bytes = Load(name);
            var path = $"/assets/{Path.GetFileNameWithoutExtension(name)}.{Hash(bytes)}{Path.GetExtension(name)}";
            _paths.Add(name, path);
            _byPath.Add(path, new Asset(type, bytes, Compression.GZip(bytes)));
        }

        Build = Hash(typeof(StaticAssets).Module.ModuleVersionId.ToByteArray());
    }

    /// <summary>Names this build of the program: a page that was loaded from another one loads itself anew.</summary>
    public string Build { get; }

    /// <summary>Where <paramref name="name"/> is served.</summary>
    public string PathOf(string name) => _paths[name];

    public async Task ServeAsync(HttpContext context)
    {
        if (!_byPath.TryGetValue(context.Request.Path.Value ?? "", out var asset))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = asset.Type;
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        await Compression.WriteAsync(context, asset.Plain, asset.Compressed).ConfigureAwait(false);
    }

    private static byte[] Load(string name)
    {
        using var stream = typeof(StaticAssets).Assembly.GetManifestResourceStream($"wwwroot/{name}")
            ?? throw new InvalidOperationException($"Resource wwwroot/{name} is missing in the assembly: embed Dashboard/wwwroot/{name}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static string Hash(byte[] bytes) =>
        Convert.ToHexString(SHA256.HashData(bytes), 0, 6).ToLower(CultureInfo.InvariantCulture);

    private sealed record Asset(string Type, byte[] Plain, byte[] Compressed);
}

internal static class Compression
{
    public static byte[] GZip(ReadOnlySpan<byte> bytes, CompressionLevel level = CompressionLevel.SmallestSize)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, level, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return target.ToArray();
    }

    /// <summary>Writes the body, compressed where the client says that it can read that.</summary>
    public static async Task WriteAsync(HttpContext context, byte[] plain, byte[]? compressed = null)
    {
        var response = context.Response;
        response.Headers.Vary = "Accept-Encoding";
        var body = plain;
        if (plain.Length > 512 && context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            body = compressed ?? GZip(plain, CompressionLevel.Fastest);
            response.Headers.ContentEncoding = "gzip";
        }

        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
