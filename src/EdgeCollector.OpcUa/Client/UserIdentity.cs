using System.Security.Cryptography.X509Certificates;

namespace EdgeCollector.OpcUa.Client;

/// <summary>Who logs in to the server (Part 4 7.40). Never printed with its secret.</summary>
public abstract record UserIdentity
{
    private UserIdentity()
    {
    }

    /// <summary>Nobody in particular.</summary>
    public static UserIdentity Anonymous { get; } = new AnonymousUser();

    /// <summary>A user by name and password. The password leaves only encrypted, by the token's policy or by the channel.</summary>
    public static UserIdentity UserName(string name, string password) => new NamedUser(name, password);

    /// <summary>A user by certificate with its RSA key. Not disposed by the client.</summary>
    public static UserIdentity X509(X509Certificate2 certificate) => certificate.HasPrivateKey
        ? new CertificateUser(certificate)
        : throw new ArgumentException($"the user certificate {certificate.Thumbprint} has no private key", nameof(certificate));

    internal sealed record AnonymousUser : UserIdentity
    {
        public override string ToString() => "anonymous";
    }

    internal sealed record NamedUser(string Name, string Password) : UserIdentity
    {
        public override string ToString() => $"user {Name}";
    }

    internal sealed record CertificateUser(X509Certificate2 Certificate) : UserIdentity
    {
        public override string ToString() => $"certificate {Certificate.Thumbprint}";
    }
}
