using MQTTnet;

namespace EdgeCollector.Mqtt;

/// <summary>A message that came in. It is the broker's until <see cref="AcknowledgeAsync"/>; nothing else acknowledges it.</summary>
internal sealed class MqttDelivery(MqttApplicationMessageReceivedEventArgs message, long connection)
{
    public string Topic => message.ApplicationMessage.Topic;

    public System.Buffers.ReadOnlySequence<byte> Payload => message.ApplicationMessage.Payload;

    public bool Retained => message.ApplicationMessage.Retain;

    /// <summary>Number of the connection it came over: an acknowledgement makes sense there only.</summary>
    public long Connection => connection;

    /// <summary>To be called in the order of arrival (MQTT 5 4.6). False where the connection is gone: the broker sends it again.</summary>
    public async Task<bool> AcknowledgeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await message.AcknowledgeAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (MqttConnection.IsLinkFault(e, cancellationToken))
        {
            return false;
        }
    }
}
