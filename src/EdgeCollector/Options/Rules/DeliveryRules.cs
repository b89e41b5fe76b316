using EdgeCollector.Options.Tree;

namespace EdgeCollector.Options.Rules;

/// <summary>What leaves the box: broker, database, mail, pages.</summary>
internal static class DeliveryRules
{
    public static void Check(CollectorOptions options, Place root, DiagnosticList problems, string folder)
    {
        if (options.Mqtt is { } mqtt && !mqtt.Broker.IsLoopback && mqtt.Broker.Scheme is "mqtt" or "ws"
            && root.Key("mqtt").Key("login").Exists)
        {
            problems.Warning(root.Key("mqtt").Key("broker"),
                $"{options.Mqtt!.Broker.Scheme}:// sends user and password in clear text – use {options.Mqtt.Broker.Scheme}s://",
                showsSource: false);
        }

        if (options.Influx is not null)
        {
            CheckInflux(options.Influx, root.Key("influx"), options.Mqtt is not null || root.Key("mqtt").Exists, problems);
        }

        if (options.Smtp is not null)
        {
            CheckSmtp(options.Smtp, root.Key("smtp"), problems);
        }

        if (options.Report is { Email.IsEmpty: false } && !root.Key("smtp").Exists)
        {
            problems.Error(root.Key("report").Key("email"), "needs a mail server – add smtp: { host: … }");
        }

        var names = new Unique("alert names", problems);
        for (var i = 0; i < options.Alerts.Length; i++)
        {
            var at = root.Key("alerts").Item(i);
            names.Add(options.Alerts[i].Name, at.Key("name"));
            if (!options.Alerts[i].Email.IsEmpty && !root.Key("smtp").Exists)
            {
                problems.Error(at.Key("email"), "needs a mail server – add smtp: { host: … }");
            }
        }

        if (options.Dashboard.Tls is { } tls)
        {
            CheckFile(tls.Certificate, root.Key("dashboard").Key("tls").Key("certificate"), problems, folder);
            CheckFile(tls.Key, root.Key("dashboard").Key("tls").Key("key"), problems, folder);
        }
    }

    private static void CheckInflux(InfluxOptions influx, Place at, bool hasBroker, DiagnosticList problems)
    {
        if (!hasBroker)
        {
            problems.Error(at, "needs mqtt: the only way to the database is over the broker");
        }

        if (influx.Token is not null && (influx.User is not null || influx.Password is not null))
        {
            problems.Error(at.Key("token"), "stands beside user or password – v2 and v3 take a token, v1 takes user and password");
        }
        else if (influx.Api == InfluxApi.V1 && influx.Token is not null)
        {
            problems.Error(at.Key("token"), "is of v2 and v3 – v1 takes user and password");
        }
        else if (influx.Api is InfluxApi.V2 or InfluxApi.V3 && influx.Token is null)
        {
            problems.Error(at.Key("token"), "is missing: v2 and v3 need a token, as ${secret:influx_token}");
        }

        if ((influx.User is null) != (influx.Password is null))
        {
            problems.Error(at.Key(influx.User is null ? "user" : "password"), "is missing: user and password go together");
        }

        if (influx.Api == InfluxApi.V2 && influx.Organisation is null)
        {
            problems.Error(at.Key("org"), "is missing: v2 needs the organisation");
        }

        if (influx.Kpi == influx.Raw)
        {
            problems.Error(at.Key("raw"), $"\"{influx.Raw}\" is also kpi – two databases, since they are kept for different times");
        }

        if (!influx.Url.IsLoopback && influx.Url.Scheme == "http" && (influx.Token is not null || influx.Password is not null))
        {
            problems.Warning(at.Key("url"), "http:// sends token or password in clear text – use https://", showsSource: false);
        }
    }

    private static void CheckSmtp(SmtpOptions smtp, Place at, DiagnosticList problems)
    {
        if (smtp.Authentication == SmtpAuthentication.None)
        {
            if (smtp.Password is not null)
            {
                problems.Error(at.Key("password"), "is not used – add auth: password (or oauth2), or take it out");
            }

            return;
        }

        if (smtp.User is null)
        {
            problems.Error(at.Key("user"), "is missing: auth needs a user");
        }

        if (smtp.Password is null)
        {
            problems.Error(at.Key("password"), "is missing: auth needs it, as ${secret:smtp_password}");
        }

        if (smtp.Tls == SmtpSecurity.None)
        {
            problems.Warning(at.Key("tls"), "smtp.tls none sends the password in clear text – use starttls", showsSource: false);
        }
    }

    private static void CheckFile(string file, Place at, DiagnosticList problems, string folder)
    {
        if (file.Length > 0 && !File.Exists(Path.Combine(folder, file)))
        {
            problems.Error(at, $"\"{file}\" is not there – the path is taken from the folder of the configuration file");
        }
    }
}
