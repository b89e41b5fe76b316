using EdgeCollector.OpcUa.Security;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgeCollector.OpcUa.Tests.Security;

public sealed class TrustListTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trust").FullName;
    private readonly TrustList _trust;

    public TrustListTests() => _trust = new(_folder, new FakeTimeProvider(TestCertificates.Now));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_unknown_server_is_refused_remembered_and_accepted_once_it_is_trusted()
    {
        var der = TestCertificates.Der();
        var refusal = Refusal(der);
        Assert.Equal(CertificateFaults.Untrusted, refusal.Faults);
        Assert.Equal(der, refusal.Certificate);
        Assert.False(Assert.Single(_trust.List()).Trusted);

        _trust.Trust(refusal.Certificate);
        Assert.True(Assert.Single(_trust.List()).Trusted);
        using var accepted = _trust.Accept(der, "plc", TestCertificates.Uri);
        Assert.Equal(refusal.Thumbprint, accepted.Thumbprint);

        Assert.True(_trust.Reject(refusal.Thumbprint));
        Assert.Equal(CertificateFaults.Untrusted, Refusal(der).Faults);
    }

    public static TheoryData<string, CertificateFaults> Faulty => new()
    {
        { "host", CertificateFaults.Hostname },
        { "uri", CertificateFaults.ApplicationUri },
        { "expired", CertificateFaults.Expired },
        { "sha1", CertificateFaults.WeakHash },
        { "short", CertificateFaults.KeySize },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void Each_fault_is_named_even_where_the_certificate_is_trusted(string kind, CertificateFaults expected)
    {
        var der = Make(kind);
        _trust.Trust(der);
        Assert.Equal(expected, Refusal(der).Faults);
    }

    [Theory]
    [InlineData("host", CertificateFaults.Hostname, true)]
    [InlineData("expired", CertificateFaults.Expired, true)]
    [InlineData("expired", CertificateFaults.Hostname, false)]
    [InlineData("uri", CertificateFaults.Hostname | CertificateFaults.Expired, false)]
    public void Only_the_named_fault_of_the_pinned_certificate_is_put_up_with(string kind, CertificateFaults allowed, bool accepted)
    {
        var der = Make(kind);
        _trust.Trust(der, allowed);
        var refusal = Record.Exception(() => _trust.Accept(der, "plc", TestCertificates.Uri).Dispose());
        Assert.Equal(accepted, refusal is null);
        Assert.NotEqual(CertificateFaults.None, Refusal(Other(kind)).Faults & CertificateFaults.Untrusted);
    }

    [Theory]
    [InlineData(CertificateFaults.Untrusted)]
    [InlineData(CertificateFaults.WeakHash)]
    [InlineData(CertificateFaults.ApplicationUri | CertificateFaults.Hostname)]
    public void No_other_fault_can_be_allowed(CertificateFaults fault) =>
        Assert.Throws<ArgumentException>(() => _trust.Trust(TestCertificates.Der(), fault));

    [Fact]
    public void A_certificate_of_a_trusted_authority_is_accepted_with_and_without_the_chain()
    {
        var (authority, leaf) = TestCertificates.Chain();
        Assert.Equal(CertificateFaults.Untrusted, Refusal([.. leaf, .. authority]).Faults);

        _trust.Trust(authority);
        _trust.Accept([.. leaf, .. authority], "plc", TestCertificates.Uri).Dispose();
        _trust.Accept(leaf, "plc", TestCertificates.Uri).Dispose();
    }

    [Fact]
    public void Damaged_oversized_and_endless_chains_are_malformed()
    {
        var der = TestCertificates.Der();
        Assert.Equal(CertificateFaults.Malformed, Refusal([]).Faults);
        Assert.Equal(CertificateFaults.Malformed, Refusal(der[..^1]).Faults);
        Assert.Equal(CertificateFaults.Malformed, Refusal(new byte[20_000]).Faults);
        Assert.Equal(CertificateFaults.Malformed, Refusal([.. der, .. der, .. der, .. der, .. der, .. der]).Faults);
    }

    [Fact]
    public void Bytes_cut_or_changed_anywhere_are_never_accepted_and_never_throw_anything_else()
    {
        var der = TestCertificates.Der();
        _trust.Trust(der);
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            var bad = der.ToArray();
            bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
            Assert.Throws<CertificateRefusedException>(() => _trust.Accept(bad, "plc", TestCertificates.Uri));
        }

        Assert.True(_trust.List().Count <= TrustList.MaxRejected + 1);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("")]
    public void A_thumbprint_is_never_a_path(string thumbprint) => Assert.Throws<ArgumentException>(() => _trust.Reject(thumbprint));

    private static byte[] Make(string kind) => kind switch
    {
        "host" => TestCertificates.Der(host: "elsewhere"),
        "uri" => TestCertificates.Der(uri: "urn:other"),
        "expired" => TestCertificates.Der(days: -1),
        "sha1" => TestCertificates.Der(sha1: true),
        _ => TestCertificates.Der(shortKey: true),
    };

    private static byte[] Other(string kind) => kind switch
    {
        "host" => TestCertificates.Der(host: "elsewhere", serial: 2),
        "uri" => TestCertificates.Der(uri: "urn:other", serial: 2),
        _ => TestCertificates.Der(days: -1, serial: 2),
    };

    private CertificateRefusedException Refusal(byte[] chain) =>
        Assert.Throws<CertificateRefusedException>(() => _trust.Accept(chain, "plc", TestCertificates.Uri));
}
