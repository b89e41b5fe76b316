using System.Security.Cryptography;

namespace EdgeCollector.OpcUa.Security;

/// <summary>
/// P_SHA256, the pseudo random function of RFC 5246 section 5, by which Part 6 6.7.5 derives a token's keys from two nonces.
/// </summary>
internal static class KeyDerivation
{
    /// <summary>Fills <paramref name="output"/> with the first bytes of P_SHA256(secret, seed).</summary>
    public static void PSha256(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> seed, Span<byte> output)
    {
        const int hash = HMACSHA256.HashSizeInBytes;
        Span<byte> input = stackalloc byte[hash + seed.Length];
        Span<byte> block = stackalloc byte[hash];
        var a = input[..hash];
        seed.CopyTo(input[hash..]);
        HMACSHA256.HashData(secret, seed, a);
        while (!output.IsEmpty)
        {
            HMACSHA256.HashData(secret, input, block);
            var n = Math.Min(hash, output.Length);
            block[..n].CopyTo(output);
            output = output[n..];
            HMACSHA256.HashData(secret, a, block);
            block.CopyTo(a);
        }

        CryptographicOperations.ZeroMemory(input);
        CryptographicOperations.ZeroMemory(block);
    }
}
