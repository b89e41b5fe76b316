using EdgeCollector.Options.Binding;

namespace EdgeCollector.Options;

internal enum SmtpSecurity
{
    StartTls,
    Implicit,
    None,
}

internal enum SmtpAuthentication
{
    None,
    Password,
    OAuth2,
}

/// <summary>`smtp`: the server that takes the mails.</summary>
internal sealed record SmtpOptions
{
    public static readonly Words<SmtpSecurity> Securities =
        new(("starttls", SmtpSecurity.StartTls), ("implicit", SmtpSecurity.Implicit), ("none", SmtpSecurity.None));

    public static readonly Words<SmtpAuthentication> Authentications =
        new(("none", SmtpAuthentication.None), ("password", SmtpAuthentication.Password), ("oauth2", SmtpAuthentication.OAuth2));

    public static readonly Section<SmtpOptions> Section = new Section<SmtpOptions>("smtp", "The server that takes the mails.", new())
        .Key("host", Values.Text, o => o.Host, (o, v) => o with { Host = v }, "Name or address of the mail server.", Need.Required)
        .Key("port", Values.Integer(1, 65535), o => o.Port, (o, v) => o with { Port = v },
            "Port: 587 with starttls, 465 with implicit TLS, 25 inside a plant.")
        .Key("tls", Securities.Kind, o => o.Tls, (o, v) => o with { Tls = v },
            "starttls upgrades before anything is sent, and refuses a server that cannot.")
        .Key("auth", Authentications.Kind, o => o.Authentication, (o, v) => o with { Authentication = v },
            "How to log in; with oauth2 the password is the access token.")
        .Key("user", Values.Text, o => o.User, (o, v) => o with { User = v }, "User name.")
        .Key("password", SecretKind.Instance, o => o.Password, (o, v) => o with { Password = v }, "Password or token, as ${secret:name}.")
        .Key("from", Values.Text, o => o.From, (o, v) => o with { From = v }, "Sender's address; unset, the user's or NODE@HOST.");

    public string Host { get; init; } = "";

    public int Port { get; init; } = 587;

    public SmtpSecurity Tls { get; init; } = SmtpSecurity.StartTls;

    public SmtpAuthentication Authentication { get; init; } = SmtpAuthentication.None;

    public string? User { get; init; }

    public Secret? Password { get; init; }

    public string? From { get; init; }
}
