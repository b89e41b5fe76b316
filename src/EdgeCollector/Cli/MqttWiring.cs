using EdgeCollector.Mqtt;

namespace EdgeCollector.Cli;

/// <summary>Options with secrets revealed to the settings of one connection.</summary>
internal static class MqttWiring
{
    public static MqttSettings Settings(CollectorPlan plan, string clientId)
    {
        var mqtt = plan.Options.Mqtt!;
        return new(mqtt.Broker, clientId)
        {
            User = mqtt.Login?.User ?? "",
            CaFile = mqtt.Tls.Ca ?? "",
            CertificateFile = mqtt.Tls.Certificate ?? "",
            KeyFile = mqtt.Tls.Key ?? "",
            Password = mqtt.Login is { } login ? plan.Secrets.Reveal(login.Password) ?? "" : "",
        };
    }
}
