namespace EdgeCollector.Influx;

/// <summary>The write API of a database server.</summary>
internal enum InfluxVersion
{
    /// <summary>Asks <c>/ping</c>.</summary>
    Auto,

    /// <summary>1.x, and what speaks like it (VictoriaMetrics).</summary>
    V1,
    V2,
    V3,
}

/// <summary>Where and as whom lines are written; secrets are already resolved.</summary>
/// <param name="Url">Base address, http or https.</param>
internal sealed record InfluxSettings(Uri Url)
{
    public InfluxVersion Version { get; init; } = InfluxVersion.Auto;

    /// <summary>v2 only.</summary>
    public string Organisation { get; init; } = "";

    /// <summary>Database (v1, v3) or bucket (v2) of lane kpi, kept two years.</summary>
    public string Kpi { get; init; } = "edge_kpi";

    /// <summary>Database or bucket of lane raw, kept 30 days.</summary>
    public string Raw { get; init; } = "edge_raw";

    /// <summary>v1; empty: no log-in.</summary>
    public string User { get; init; } = "";

    public string Password { get; init; } = "";

    /// <summary>v2 and v3; empty: no log-in.</summary>
    public string Token { get; init; } = "";

    public bool Gzip { get; init; } = true;

    /// <summary>Longest wait for one answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The address of <paramref name="path"/> below <see cref="Url"/>, which may have a path of its own.</summary>
    public Uri At(string path) => new(Url.AbsoluteUri.TrimEnd('/') + "/" + path);

    /// <summary>Never the secrets.</summary>
    public override string ToString() => $"{Url} ({Version})";
}
