using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace EdgeCollector.OpcUa.Security;

/// <summary>
/// One row per security policy (Part 7 6.6): what signs, what encrypts, how long keys and nonces are. Policies which are
/// broken (Basic128Rsa15, Basic256) are not in the table and so cannot be chosen by either side.
/// </summary>
public sealed class SecurityPolicy
{
    private const string Prefix = "http://opcfoundation.org/UA/SecurityPolicy#";
    private const string RsaSha256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
    private const string RsaPss = "http://opcfoundation.org/UA/security/rsa-pss-sha2-256";
    private const string RsaOaep = "http://www.w3.org/2001/04/xmlenc#rsa-oaep";
    private const string RsaOaepSha256 = "http://opcfoundation.org/UA/security/rsa-oaep-sha2-256";

    private readonly RSASignaturePadding? _signature;
    private readonly RSAEncryptionPadding? _encryption;
    private readonly int _encryptionOverhead;

    private SecurityPolicy(
        string name,
        RSASignaturePadding? signature = null,
        string? signatureUri = null,
        RSAEncryptionPadding? encryption = null,
        string? encryptionUri = null,
        int encryptionOverhead = 0,
        int encryptionKeySize = 0)
    {
        Name = name;
        Uri = Prefix + name;
        _signature = signature;
        SignatureUri = signatureUri;
        _encryption = encryption;
        EncryptionUri = encryptionUri;
        _encryptionOverhead = encryptionOverhead;
        EncryptionKeySize = encryptionKeySize;
    }

    /// <summary>No security at all; to be asked for by name, never fallen back to.</summary>
    public static SecurityPolicy None { get; } = new("None");

    /// <summary>AES-256-CBC, HMAC-SHA256, RSA PKCS#1 v1.5 signatures, RSA-OAEP with SHA-1.</summary>
    public static SecurityPolicy Basic256Sha256 { get; } =
        new("Basic256Sha256", RSASignaturePadding.Pkcs1, RsaSha256, RSAEncryptionPadding.OaepSHA1, RsaOaep, 42, 32);

    /// <summary>AES-128-CBC, HMAC-SHA256, RSA PKCS#1 v1.5 signatures, RSA-OAEP with SHA-1.</summary>
    public static SecurityPolicy Aes128Sha256RsaOaep { get; } =
        new("Aes128_Sha256_RsaOaep", RSASignaturePadding.Pkcs1, RsaSha256, RSAEncryptionPadding.OaepSHA1, RsaOaep, 42, 16);

    /// <summary>AES-256-CBC, HMAC-SHA256, RSA-PSS signatures, RSA-OAEP with SHA-256.</summary>
    public static SecurityPolicy Aes256Sha256RsaPss { get; } =
        new("Aes256_Sha256_RsaPss", RSASignaturePadding.Pss, RsaPss, RSAEncryptionPadding.OaepSHA256, RsaOaepSha256, 66, 32);

    /// <summary>The whole table, weakest first.</summary>
    public static IReadOnlyList<SecurityPolicy> All { get; } = [None, Aes128Sha256RsaOaep, Basic256Sha256, Aes256Sha256RsaPss];

    /// <summary>The policy's short name, as in configuration: <c>Basic256Sha256</c>.</summary>
    public string Name { get; }

    /// <summary>The policy's URI on the wire.</summary>
    public string Uri { get; }

    /// <summary>Whether this is <see cref="None"/>.</summary>
    public bool IsNone => _signature is null;

    /// <summary>Bytes of each side's nonce in OpenSecureChannel (Part 4 5.5.2.2), 0 for None.</summary>
    public int NonceSize => IsNone ? 0 : 32;

    /// <summary>Bytes of a derived HMAC key.</summary>
    internal int SigningKeySize => IsNone ? 0 : 32;

    /// <summary>Bytes of a derived AES key.</summary>
    internal int EncryptionKeySize { get; }

    /// <summary>Bytes of an AES block and of the initialisation vector.</summary>
    internal int BlockSize => IsNone ? 0 : 16;

    /// <summary>Bytes of a symmetric signature.</summary>
    internal int SymmetricSignatureSize => IsNone ? 0 : 32;

    /// <summary>URI of the asymmetric signature algorithm, as sent in SignatureData.</summary>
    internal string? SignatureUri { get; }

    /// <summary>URI of the asymmetric encryption algorithm, as sent with an encrypted secret.</summary>
    internal string? EncryptionUri { get; }

    /// <summary>Finds a policy by its URI.</summary>
    public static bool TryFromUri(string? uri, [NotNullWhen(true)] out SecurityPolicy? policy)
    {
        policy = All.FirstOrDefault(p => p.Uri == uri);
        return policy is not null;
    }

    /// <summary>Finds a policy by its short name; upper and lower case are told apart as in the specification.</summary>
    public static bool TryFromName(string? name, [NotNullWhen(true)] out SecurityPolicy? policy)
    {
        policy = All.FirstOrDefault(p => p.Name == name);
        return policy is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal byte[] Sign(RSA privateKey, ReadOnlySpan<byte> data) => privateKey.SignData(data, HashAlgorithmName.SHA256, _signature!);

    internal bool Verify(RSA publicKey, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signatureBytes) =>
        publicKey.VerifyData(data, signatureBytes, HashAlgorithmName.SHA256, _signature!);

    /// <summary>Bytes of plain text which fit in one RSA block of this key.</summary>
    internal int PlainBlockSize(RSA key) => (key.KeySize / 8) - _encryptionOverhead;

    /// <summary>Bytes of cipher text of one RSA block of this key.</summary>
    internal static int CipherBlockSize(RSA key) => key.KeySize / 8;

    /// <summary>
    /// Encrypts block by block (Part 6 6.7.2.5). The plain text's length is a multiple of the block or ends in a short one.
    /// </summary>
    internal void Encrypt(RSA publicKey, ReadOnlySpan<byte> plain, IBufferWriter<byte> output)
    {
        var block = PlainBlockSize(publicKey);
        for (var at = 0; at < plain.Length; at += block)
        {
            var part = plain.Slice(at, Math.Min(block, plain.Length - at));
            output.Advance(publicKey.Encrypt(part, output.GetSpan(CipherBlockSize(publicKey)), _encryption!));
        }
    }

    /// <summary>Decrypts block by block into <paramref name="plain"/>, which may be the cipher text's own memory.</summary>
    /// <returns>The number of plain bytes.</returns>
    /// <exception cref="CryptographicException">The length or the padding is wrong.</exception>
    internal int Decrypt(RSA privateKey, ReadOnlySpan<byte> cipher, Span<byte> plain)
    {
        var block = CipherBlockSize(privateKey);
        if (cipher.Length % block != 0) throw new CryptographicException("RSA cipher text is not a whole number of blocks");

        Span<byte> one = stackalloc byte[1024];
        var length = 0;
        for (var at = 0; at < cipher.Length; at += block)
        {
            var n = privateKey.Decrypt(cipher.Slice(at, block), one, _encryption!);
            one[..n].CopyTo(plain[length..]);
            length += n;
        }

        CryptographicOperations.ZeroMemory(one);
        return length;
    }
}
