using EdgeCollector.Mqtt;
using EdgeCollector.Options;

namespace EdgeCollector.Cli;

/// <summary>Options with secrets revealed to the settings of one connection.</summary>
internal static class MqttWiring
{
    public static MqttSettings Settings(CollectorPlan plan, string clientId) => Settings(plan.Options.Mqtt!, plan.Secrets, clientId);

    public static MqttSettings Settings(MqttOptions mqtt, SecretResolver secrets, string clientId) =>
        new(mqtt.Broker, clientId)
        {
            User = mqtt.Login?.User ?? "",
            CaFile = mqtt.Tls.Ca ?? "",
            CertificateFile = mqtt.Tls.Certificate ?? "",
            KeyFile = mqtt.Tls.Key ?? "",
            Password = mqtt.Login is { } login ? secrets.Reveal(login.Password) ?? "" : "",
        };
}
