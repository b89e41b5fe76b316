using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

/// <summary>`tls`: a certificate with its key, in PEM files.</summary>
internal sealed record TlsOptions
{
    public static readonly Section<TlsOptions> Section = new Section<TlsOptions>("tls", "A certificate with its key, in PEM files.", new())
        .Key("certificate", Values.Text, o => o.Certificate, (o, v) => o with { Certificate = v }, "PEM file of the certificate chain.",
            Need.Required)
        .Key("key", Values.Text, o => o.Key, (o, v) => o with { Key = v }, "PEM file of the private key.", Need.Required)
        .Key("password", SecretKind.Instance, o => o.Password, (o, v) => o with { Password = v },
            "Password of the key, as ${secret:name}.");

    public string Certificate { get; init; } = "";

    public string Key { get; init; } = "";

    public Secret? Password { get; init; }
}
