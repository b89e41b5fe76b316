using System.Text;

namespace EdgeCollector.Options;

/// <summary>
/// Gives <c>${secret:name}</c> its value: a systemd credential (<c>$CREDENTIALS_DIRECTORY/name</c>), else a docker secret
/// (<c>/run/secrets/name</c>), else the variable <c>EDGECOLLECTOR_SECRET_NAME</c> (name in upper case, - and . as _). The first place that
/// has it wins. Values are read anew each time and kept nowhere, so that a renewed secret needs no restart.
/// </summary>
internal sealed class SecretResolver(IReadOnlyDictionary<string, string> environment, string dockerFolder = SecretResolver.DockerFolder)
{
    public const string DockerFolder = "/run/secrets";
    public const string VariablePrefix = "EDGECOLLECTOR_SECRET_";

    private const int MaxBytes = 65_536;

    private readonly string? _credentials = environment.GetValueOrDefault("CREDENTIALS_DIRECTORY");

    /// <summary>The value, or null where none of the three places has it. Do not log it.</summary>
    public string? Reveal(Secret secret) => secret.Name is null ? secret.ClearText : Find(secret.Name);

    /// <summary>Adds an error for each secret that has no value, naming the three places. For the start; `validate` does not ask.</summary>
    public void Check(LoadedConfiguration configuration)
    {
        foreach (var use in configuration.Secrets.Where(use => Find(use.Name) is null))
        {
            configuration.Problems.Error(
                use.Place,
                $"secret {use.Name} has no value – looked for "
                + $"{_credentials ?? "$CREDENTIALS_DIRECTORY"}/{use.Name}, {dockerFolder}/{use.Name} and ${Variable(use.Name)}");
        }
    }

    public static string Variable(string name) => VariablePrefix + name.Replace('-', '_').Replace('.', '_').ToUpperInvariant();

    private string? Find(string name) =>
        (_credentials is null ? null : ReadFile(Path.Combine(_credentials, name)))
        ?? ReadFile(Path.Combine(dockerFolder, name))
        ?? environment.GetValueOrDefault(Variable(name));

    private static string? ReadFile(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length > MaxBytes)
            {
                return null;
            }

            // Editors and `echo` end a file with a line end that is no part of the secret.
            var text = File.ReadAllText(path, Encoding.UTF8);
            return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
