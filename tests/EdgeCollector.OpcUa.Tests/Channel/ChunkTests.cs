using System.Buffers;
using EdgeCollector.OpcUa.Channel;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Security;
using EdgeCollector.OpcUa.Transport;
using EdgeCollector.OpcUa.Types;
using Xunit;

namespace EdgeCollector.OpcUa.Tests.Channel;

public sealed class ChunkTests
{
    public static TheoryData<string, MessageSecurityMode> Channels
    {
        get
        {
            var data = new TheoryData<string, MessageSecurityMode> { { "None", MessageSecurityMode.None } };
            foreach (var policy in SecurityPolicy.All.Where(p => !p.IsNone))
            {
                data.Add(policy.Name, MessageSecurityMode.Sign);
                data.Add(policy.Name, MessageSecurityMode.SignAndEncrypt);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public void Part6_672_a_body_of_any_length_comes_out_as_it_went_in(string policy, MessageSecurityMode mode)
    {
        var pair = Pair(policy, mode);
        foreach (var length in new[] { 0, 1, 15, 16, 17, 31, 32, 33, 8_100, 8_127, 8_128, 8_129, 8_160, 8_192, 50_000, 190_000 })
        {
            var body = new byte[length];
            new Random(length).NextBytes(body);
            var chunks = pair.Write(body, requestId: (uint)length + 1);
            Assert.All(chunks, c => Assert.True(c.Length <= ChannelPair.Limits.SendBufferSize));
            Assert.All(chunks.SkipLast(1), c => Assert.Null(pair.Read(c)));
            using var message = pair.Read(chunks[^1])!;
            Assert.Equal((uint)length + 1, message.RequestId);
            Assert.Equal(body, message.Body.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public void Part6_6725_an_OPN_message_is_readable_by_its_receiver_only(string policy, MessageSecurityMode mode)
    {
        foreach (var length in new[] { 0, 1, 100, 131, 132, 133, 500 })
        {
            var pair = Pair(policy, mode);
            var body = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
            var chunk = Assert.Single(pair.Write(body, 9, MessageType.Open));
            using var message = pair.Read(chunk)!;
            Assert.Equal(body, message.Body.ToArray());

            if (pair.Policy.IsNone) continue;
            chunk[^1] ^= 1;
            Assert.Equal(StatusCode.BadSecurityChecksFailed, Refusal(() => Pair(policy, mode).Read(chunk)));
        }
    }

    [Fact]
    public void Part6_6725_a_key_over_2048_bits_needs_the_extra_padding_byte()
    {
        using var big = BigCertificate();
        for (var length = 0; length < 60; length += 7)
        {
            var pair = new ChannelPair(SecurityPolicy.Aes256Sha256RsaPss, MessageSecurityMode.Sign, server: big);
            var body = Enumerable.Repeat((byte)length, 300 + length).ToArray();
            using var message = pair.Read(Assert.Single(pair.Write(body, 1, MessageType.Open)))!;
            Assert.Equal(body, message.Body.ToArray());
        }
    }

    [Theory]
    [InlineData("Basic256Sha256", MessageSecurityMode.Sign)]
    [InlineData("Aes128_Sha256_RsaOaep", MessageSecurityMode.SignAndEncrypt)]
    public void A_changed_bit_anywhere_is_refused(string policy, MessageSecurityMode mode)
    {
        var whole = Pair(policy, mode).Write([1, 2, 3, 4, 5])[0];
        for (var i = ChunkFrame.HeaderSize; i < whole.Length; i++)
        {
            var chunk = whole.ToArray();
            chunk[i] ^= 0x10;
            Assert.True(Refusal(() => Pair(policy, mode).Read(chunk)).IsBad, $"byte {i}");
        }
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public void A_replayed_a_skipped_and_a_swapped_chunk_are_refused(string policy, MessageSecurityMode mode)
    {
        var pair = Pair(policy, mode);
        var (first, second, third) = (pair.Write([1])[0], pair.Write([2])[0], pair.Write([3])[0]);
        pair.Read(first)!.Dispose();
        Assert.Equal(StatusCode.BadSequenceNumberInvalid, Refusal(() => pair.Read(first)));
        Assert.Equal(StatusCode.BadSequenceNumberInvalid, Refusal(() => pair.Read(third)));
        pair.Read(second)!.Dispose();
        Assert.Equal(StatusCode.BadSequenceNumberInvalid, Refusal(() => pair.Read(first)));
    }

    [Fact]
    public void Part6_6724_numbers_wrap_where_the_specification_lets_them()
    {
        var pair = new ChannelPair(SecurityPolicy.None, MessageSecurityMode.None, first: SequenceNumbers.WrapFrom - 3);
        for (var i = 0; i < 10; i++) pair.Read(pair.Write([1])[0])!.Dispose();

        Assert.True(SequenceNumbers.Follows(uint.MaxValue, 0) && SequenceNumbers.Follows(SequenceNumbers.WrapFrom, 1));
        Assert.True(SequenceNumbers.Follows(SequenceNumbers.WrapFrom, SequenceNumbers.WrapFrom + 1));
        Assert.False(SequenceNumbers.Follows(SequenceNumbers.WrapFrom - 1, 1));
        Assert.False(SequenceNumbers.Follows(SequenceNumbers.WrapFrom, 1024));
        Assert.False(SequenceNumbers.Follows(5, 5) || SequenceNumbers.Follows(5, 7) || SequenceNumbers.Follows(5, 4));
    }

    [Theory]
    [InlineData("None", MessageSecurityMode.None)]
    [InlineData("Basic256Sha256", MessageSecurityMode.SignAndEncrypt)]
    public void Part4_5562_the_old_token_holds_until_the_first_message_under_the_new_one(string policy, MessageSecurityMode mode)
    {
        var pair = Pair(policy, mode);
        var early = pair.Write([1])[0];
        var late = pair.Write([2])[0];
        pair.Renew(2, serverKnows: true);
        pair.Read(early)!.Dispose();
        pair.Read(late)!.Dispose();
        Assert.Equal(1u, pair.Server.Sending!.TokenId);

        pair.Read(pair.Write([3])[0])!.Dispose();
        Assert.Equal(2u, pair.Server.Sending!.TokenId);
        Assert.Null(pair.Server.ToReceive(1));
        Assert.Equal(StatusCode.BadSecureChannelTokenUnknown, Refusal(() => pair.Read(late)));
    }

    [Fact]
    public void A_token_nobody_gave_and_a_channel_that_is_not_ours_are_refused()
    {
        var pair = Pair("None", MessageSecurityMode.None);
        pair.Renew(9, serverKnows: false);
        Assert.Equal(StatusCode.BadSecureChannelTokenUnknown, Refusal(() => pair.Read(pair.Write([1])[0])));

        var other = Pair("None", MessageSecurityMode.None).Write([1])[0];
        other[8]++;
        Assert.Equal(StatusCode.BadTcpSecureChannelUnknown, Refusal(() => pair.Read(other)));
    }

    [Fact]
    public void A_flood_of_chunks_without_a_final_one_ends_at_the_limit()
    {
        var limits = ChannelPair.Limits;
        var sender = new ChunkWriter(Pair("None", MessageSecurityMode.None).Client, limits with { MaxChunkCount = 0, MaxMessageSize = 0 });
        var pair = Pair("None", MessageSecurityMode.None);
        var output = new ArrayBufferWriter<byte>();
        sender.Write(output, MessageType.Message, 1, new byte[400_000]);
        var rest = new ReadOnlySequence<byte>(output.WrittenMemory);
        var read = 0;
        var status = Refusal(() =>
        {
            while (ChunkFrame.TryParse(rest, limits.ReceiveBufferSize, out var frame) == FrameResult.Complete)
            {
                pair.Reader.Read(frame, out _);
                rest = rest.Slice(frame.Bytes.End);
                read++;
            }

            return null;
        });
        Assert.Equal(StatusCode.BadTcpMessageTooLarge, status);
        Assert.True(read <= limits.MaxChunkCount);
    }

    [Fact]
    public void A_message_the_other_side_would_not_take_is_not_sent()
    {
        var pair = Pair("None", MessageSecurityMode.None);
        var e = Assert.Throws<ServiceException>(() => pair.Write(new byte[200_001]));
        Assert.Equal(StatusCode.BadRequestTooLarge, e.Status);
        pair.Read(pair.Write([1])[0])!.Dispose(); // no number was used up
    }

    [Fact]
    public void Part6_673_an_abort_ends_the_message_with_its_reason()
    {
        var pair = Pair("None", MessageSecurityMode.None);
        var chunks = pair.Write(new byte[20_000]);
        Assert.Null(pair.Read(chunks[0]));
        chunks[1][3] = (byte)ChunkKind.Abort;
        using var message = pair.Read(chunks[1], out var aborted);
        Assert.True(aborted);
        Assert.Equal(1, message!.Chunks);
    }

    [Fact]
    public void Chunks_of_two_messages_do_not_mix()
    {
        var pair = Pair("None", MessageSecurityMode.None);
        Assert.Null(pair.Read(pair.Write(new byte[8_192], requestId: 1)[0]));
        var next = pair.Write([1], requestId: 2)[0];
        next[16]--; // the number which the cut-off message would have used
        Assert.Equal(StatusCode.BadDecodingError, Refusal(() => pair.Read(next)));
    }

    private static ChannelPair Pair(string policy, MessageSecurityMode mode)
    {
        Assert.True(SecurityPolicy.TryFromName(policy, out var found));
        return new(found, mode);
    }

    private static StatusCode Refusal(Func<IncomingMessage?> read) => Assert.Throws<ConnectionLostException>(() => { read(); }).Status;

    private static ApplicationCertificate BigCertificate()
    {
        var folder = Directory.CreateTempSubdirectory("big").FullName;
        try
        {
            using var key = System.Security.Cryptography.RSA.Create(3072);
            var request = new System.Security.Cryptography.X509Certificates.CertificateRequest(
                "CN=big", key, System.Security.Cryptography.HashAlgorithmName.SHA256,
                System.Security.Cryptography.RSASignaturePadding.Pkcs1);
            var names = new System.Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder();
            names.AddUri(new("urn:big"));
            request.CertificateExtensions.Add(names.Build());
            using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
            Directory.CreateDirectory(Path.Combine(folder, "own"));
            File.WriteAllBytes(Path.Combine(folder, "own", "certificate.der"), certificate.RawData);
            File.WriteAllText(Path.Combine(folder, "own", "private-key.pem"), key.ExportPkcs8PrivateKeyPem());
            return ApplicationCertificate.LoadOrCreate(folder, "urn:x", "x", [], TimeProvider.System);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
