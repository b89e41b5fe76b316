using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace EdgeCollector.OpcUa.Security;

/// <summary>What a certificate's subject alternative name says: the application URI, host names and addresses (Part 6 6.2.2).</summary>
internal sealed record CertificateNames(string? ApplicationUri, IReadOnlyList<string> Hosts)
{
    private static readonly Asn1Tag DnsTag = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag UriTag = new(TagClass.ContextSpecific, 6);
    private static readonly Asn1Tag AddressTag = new(TagClass.ContextSpecific, 7);

    /// <summary>Reads the extension; a missing or malformed one gives no names, hence a fault where a name is needed.</summary>
    public static CertificateNames Of(X509Certificate2 certificate)
    {
        var extension = certificate.Extensions.FirstOrDefault(e => e.Oid?.Value == "2.5.29.17");
        if (extension is null) return new(null, []);

        string? uri = null;
        var hosts = new List<string>();
        try
        {
            var names = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
            while (names.HasData)
            {
                var tag = names.PeekTag();
                if (tag == UriTag) uri ??= names.ReadCharacterString(UniversalTagNumber.IA5String, UriTag);
                else if (tag == DnsTag) hosts.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, DnsTag));
                else if (tag == AddressTag) hosts.Add(new IPAddress(names.ReadOctetString(AddressTag)).ToString());
                else names.ReadEncodedValue();
            }
        }
        catch (Exception e) when (e is AsnContentException or ArgumentException)
        {
            return new(null, []);
        }

        return new(uri, hosts);
    }

    /// <summary>Whether the certificate was made for this host; names are compared without case, addresses by value.</summary>
    public bool Covers(string host) => Hosts.Any(h => string.Equals(h, host, StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(h, out var a) && IPAddress.TryParse(host.Trim('[', ']'), out var b) && a.Equals(b)));
}
