using MQTTnet;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Implementations;

namespace EdgeCollector.Mqtt;

/// <summary>TCP or TLS with a <see cref="FrameGuard"/> in front of the decoder.</summary>
internal sealed class GuardedAdapterFactory(int maximumPacket) : IMqttClientAdapterFactory
{
    public IMqttChannelAdapter CreateClientAdapter(MqttClientOptions options, MqttPacketInspector packetInspector, IMqttNetLogger logger)
    {
        var writer = new MqttBufferWriter(options.WriterBufferSize, options.WriterBufferSizeMax);
        var formatter = new MqttPacketFormatterAdapter(options.ProtocolVersion, writer);
        return new MqttChannelAdapter(new FrameGuard(new MqttTcpChannel(options), maximumPacket), formatter, logger)
        {
            AllowPacketFragmentation = options.AllowPacketFragmentation,
            PacketInspector = packetInspector,
        };
    }
}
