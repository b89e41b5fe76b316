using System.Security.Cryptography;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Security;

namespace EdgeCollector.OpcUa.Channel;

/// <summary>
/// One security token of a channel: its id, life and the keys of both directions (Part 6 6.7.5). Both roles make it in the same way: what
/// one
/// side derives for sending the other derives for receiving.
/// </summary>
internal sealed class ChannelToken : IDisposable
{
    private readonly Aes? _sendCipher;
    private readonly Aes? _receiveCipher;
    private readonly byte[] _sendSigningKey = [];
    private readonly byte[] _receiveSigningKey = [];
    private readonly byte[] _sendVector = [];
    private readonly byte[] _receiveVector = [];

    /// <param name="policy">The channel's policy; None gives a token without keys.</param>
    /// <param name="mode">Whether the keys are used to sign, or to sign and encrypt.</param>
    /// <param name="tokenId">The server's number for the token.</param>
    /// <param name="lifetime">As revised by the server.</param>
    /// <param name="localNonce">Our nonce of this OpenSecureChannel.</param>
    /// <param name="remoteNonce">The other side's nonce.</param>
    public ChannelToken(
        SecurityPolicy policy, MessageSecurityMode mode, uint tokenId, TimeSpan lifetime, ReadOnlySpan<byte> localNonce,
        ReadOnlySpan<byte> remoteNonce)
    {
        TokenId = tokenId;
        Lifetime = lifetime;
        Signs = !policy.IsNone && mode is MessageSecurityMode.Sign or MessageSecurityMode.SignAndEncrypt;
        Encrypts = Signs && mode == MessageSecurityMode.SignAndEncrypt;
        SignatureSize = Signs ? policy.SymmetricSignatureSize : 0;
        BlockSize = Encrypts ? policy.BlockSize : 0;
        if (!Signs) return;

        (_sendSigningKey, _sendCipher, _sendVector) = Derive(policy, remoteNonce, localNonce);
        (_receiveSigningKey, _receiveCipher, _receiveVector) = Derive(policy, localNonce, remoteNonce);
    }

    public uint TokenId { get; }

    public TimeSpan Lifetime { get; }

    public bool Signs { get; }

    public bool Encrypts { get; }

    /// <summary>Bytes of a signature, 0 without security.</summary>
    public int SignatureSize { get; }

    /// <summary>Bytes of a cipher block, 0 without encryption.</summary>
    public int BlockSize { get; }

    public void Sign(ReadOnlySpan<byte> data, Span<byte> signature) => HMACSHA256.HashData(_sendSigningKey, data, signature);

    /// <summary>Compares in constant time.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_receiveSigningKey, data, expected);
        return CryptographicOperations.FixedTimeEquals(expected, signature);
    }

    /// <summary>Encrypts whole blocks where they lie.</summary>
    public void Encrypt(Span<byte> data) => _sendCipher!.EncryptCbc(data, _sendVector, data, PaddingMode.None);

    /// <summary>Decrypts whole blocks where they lie.</summary>
    public void Decrypt(Span<byte> data) => _receiveCipher!.DecryptCbc(data, _receiveVector, data, PaddingMode.None);

    /// <inheritdoc/>
    public void Dispose()
    {
        _sendCipher?.Dispose();
        _receiveCipher?.Dispose();
        CryptographicOperations.ZeroMemory(_sendSigningKey);
        CryptographicOperations.ZeroMemory(_receiveSigningKey);
    }

    private static (byte[] Signing, Aes Cipher, byte[] Vector) Derive(SecurityPolicy policy, ReadOnlySpan<byte> secret,
        ReadOnlySpan<byte> seed)
    {
        Span<byte> keys = stackalloc byte[policy.SigningKeySize + policy.EncryptionKeySize + policy.BlockSize];
        KeyDerivation.PSha256(secret, seed, keys);
        var cipher = Aes.Create();
        cipher.SetKey(keys.Slice(policy.SigningKeySize, policy.EncryptionKeySize));
        var derived = (keys[..policy.SigningKeySize].ToArray(), cipher, keys[^policy.BlockSize..].ToArray());
        CryptographicOperations.ZeroMemory(keys);
        return derived;
    }
}
