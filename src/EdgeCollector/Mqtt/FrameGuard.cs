using System.Buffers;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Channel;
using MQTTnet.Exceptions;

namespace EdgeCollector.Mqtt;

/// <summary>
/// Reads along and breaks the connection before the decoder allocates for a packet that is too long: MQTTnet would reserve up to
/// 256 MiB on the word of the wire (MQTT 5 2.1.4, Remaining Length).
/// </summary>
internal sealed class FrameGuard(IMqttChannel inner, int maximum) : IMqttChannel
{
    private bool _inLength;
    private int _shift;
    private long _length;
    private long _body;

    public X509Certificate2? ClientCertificate => inner.ClientCertificate;

    public EndPoint? RemoteEndPoint => inner.RemoteEndPoint;

    public EndPoint? LocalEndPoint => inner.LocalEndPoint;

    public bool IsSecureConnection => inner.IsSecureConnection;

    public Task ConnectAsync(CancellationToken cancellationToken) => inner.ConnectAsync(cancellationToken);

    public Task DisconnectAsync(CancellationToken cancellationToken) => inner.DisconnectAsync(cancellationToken);

    public Task WriteAsync(ReadOnlySequence<byte> buffer, bool isEndOfPacket, CancellationToken cancellationToken) =>
        inner.WriteAsync(buffer, isEndOfPacket, cancellationToken);

    public async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        var read = await inner.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false);
        Follow(buffer.AsSpan(offset, Math.Max(read, 0)));
        return read;
    }

    public void Dispose() => inner.Dispose();

    /// <exception cref="MqttProtocolViolationException">The next packet is longer than allowed.</exception>
    internal void Follow(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_body > 0)
            {
                var skip = (int)Math.Min(_body, bytes.Length);
                _body -= skip;
                bytes = bytes[skip..];
                continue;
            }

            var next = bytes[0];
            bytes = bytes[1..];
            if (!_inLength)
            {
                (_inLength, _shift, _length) = (true, 0, 0);
                continue;
            }

            _length |= (long)(next & 0x7f) << _shift;
            _shift += 7;
            if (_length > maximum || _shift > 28)
            {
                throw new MqttProtocolViolationException($"The broker announced a packet of more than {maximum} bytes.");
            }

            if (next < 0x80)
            {
                (_inLength, _body) = (false, _length);
            }
        }
    }
}
