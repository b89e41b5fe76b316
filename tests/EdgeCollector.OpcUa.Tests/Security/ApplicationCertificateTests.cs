using System.Security.Cryptography.X509Certificates;
using EdgeCollector.OpcUa.Security;
using Xunit;

namespace EdgeCollector.OpcUa.Tests.Security;

public sealed class ApplicationCertificateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pki").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Part6_622_it_is_made_once_names_the_application_and_only_its_owner_reads_the_key()
    {
        using var first = Load();
        using var second = Load("urn:somebody:else");
        Assert.Equal(first.Thumbprint, second.Thumbprint);
        Assert.Equal("urn:box:EdgeCollector", second.ApplicationUri);

        var names = CertificateNames.Of(second.Certificate);
        Assert.True(names.Covers("BOX") && names.Covers("192.168.0.7") && !names.Covers("other"));
        Assert.Equal(2048, second.PrivateKey.KeySize);
        var usage = second.Certificate.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages;
        Assert.True(usage.HasFlag(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation | X509KeyUsageFlags.KeyEncipherment
            | X509KeyUsageFlags.DataEncipherment));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "own",
                "private-key.pem")));
    }

    [Theory]
    [InlineData("private-key.pem")]
    [InlineData("certificate.der")]
    public void A_missing_or_damaged_half_is_an_error_which_names_the_file(string file)
    {
        Load().Dispose();
        var path = Path.Combine(_folder, "own", file);
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        Assert.Contains(file, Assert.Throws<InvalidDataException>(() => Load()).Message);
        File.Delete(path);
        Assert.Contains(file, Assert.Throws<InvalidDataException>(() => Load()).Message);
    }

    private ApplicationCertificate Load(string uri = "urn:box:EdgeCollector") =>
        ApplicationCertificate.LoadOrCreate(_folder, uri, "EdgeCollector", ["box", "192.168.0.7"], TimeProvider.System);
}
