namespace EdgeCollector.Mqtt;

/// <summary>What became of a publish.</summary>
internal enum MqttOutcome
{
    /// <summary>QoS 0: handed to the socket; QoS 1: the broker's PUBACK says so.</summary>
    Accepted,

    /// <summary>The broker will not have it (access list, quota, topic): the same again is refused again.</summary>
    Refused,

    /// <summary>No connection, or it broke before the answer: to be sent again.</summary>
    Lost,
}
