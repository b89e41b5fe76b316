using System.Buffers;

using EdgeCollector.OpcUa.Encoding;
using EdgeCollector.OpcUa.Messages;
using EdgeCollector.OpcUa.Types;

using Xunit;

namespace EdgeCollector.OpcUa.Tests.Messages;

public sealed class MessageCodecTests
{
    private static readonly ResponseHeader Header = new(default, 9, StatusCode.BadSessionIdInvalid, null, [], null);

    [Fact]
    public void Part6_529_a_message_begins_with_the_id_of_its_encoding()
    {
        ReadOnlySequence<byte> body = Encode(new CloseSessionResponse(Header));
        Assert.Equal([0x01, 0x00, 0xDC, 0x01], body.Slice(0, 4).ToArray());
        Assert.Equal(CloseSessionResponse.TypeId, MessageCodec.PeekTypeId(body));
    }

    [Fact]
    public void A_service_fault_in_place_of_the_response_is_told_apart()
    {
        Decoded<ReadResponse> decoded = MessageCodec.Decode<ReadResponse>(Encode(new ServiceFault(Header)), EncodingLimits.Default);
        Assert.Null(decoded.Message);
        Assert.Equal(StatusCode.BadSessionIdInvalid, decoded.ServiceFault?.ResponseHeader.ServiceResult);
        Assert.True(decoded.Fault.IsGood);
    }

    [Fact]
    public void Another_message_is_BadUnknownResponse_and_named()
    {
        Decoded<ReadResponse> decoded = MessageCodec.Decode<ReadResponse>(Encode(new CloseSessionResponse(Header)), EncodingLimits.Default);
        Assert.Equal(StatusCode.BadUnknownResponse, decoded.Fault);
        Assert.Equal("Expected ReadResponse (i=634) but the message has type id i=476.", decoded.Error);
    }

    [Fact]
    public void Bytes_after_the_last_field_are_refused()
    {
        byte[] bytes = [.. Encode(new CloseSessionResponse(Header)).ToArray(), 0];
        Decoded<CloseSessionResponse> decoded =
            MessageCodec.Decode<CloseSessionResponse>(new ReadOnlySequence<byte>(bytes), EncodingLimits.Default);
        Assert.Equal(StatusCode.BadDecodingError, decoded.Fault);
    }

    [Fact]
    public void An_extension_object_decodes_only_as_the_type_it_names()
    {
        ExtensionObject token = ExtensionObject.Of(new UserNameIdentityToken("p", "operator", [1, 2], null));
        Assert.True(token.TryDecode(EncodingLimits.Default, out UserNameIdentityToken? user));
        Assert.Equal("operator", user.UserName);
        Assert.False(token.TryDecode<AnonymousIdentityToken>(EncodingLimits.Default, out _));
        var broken = new ExtensionObject(token.TypeId, ExtensionBody.Binary, token.Body![..^1]);
        Assert.False(broken.TryDecode<UserNameIdentityToken>(EncodingLimits.Default, out _));
    }

    private static ReadOnlySequence<byte> Encode<T>(T message)
        where T : IUaMessage<T>
    {
        var buffer = new ArrayBufferWriter<byte>();
        MessageCodec.Encode(buffer, message);
        return new ReadOnlySequence<byte>(buffer.WrittenMemory);
    }
}
