using System.Net;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>Where the gateway listens: on loopback, or with TLS and somebody to issue its certificates, and each port once.</summary>
internal static class ListenerRules
{
    public static GatewayListeners Check(SourceNode gateway, ProblemList problems)
    {
        GatewayListeners listeners = new();
        bool embedded = gateway.FlagOf("embedded") != false;
        SourceNode? host = gateway["host"];
        if (host?.Text is { } name && !GatewayListeners.IsLoopback(name) && !problems.IsBad(host))
        {
            problems.Add(host, $"the first listener has no TLS and listens on loopback only, not on {Shown.Quoted(name)}; write '127.0.0.1', and add one with TLS to 'listeners'");
        }

        CheckChosen(gateway["port"], embedded, problems);
        listeners.Add(host?.Text ?? "127.0.0.1", gateway["port"], "the first listener", problems);
        foreach (SourceNode listener in gateway.ItemsOf("listeners"))
        {
            CheckListener(listener, gateway["identity"], problems);
            CheckChosen(listener["port"], embedded, problems);
            listeners.Add(listener.TextOf("address") ?? "127.0.0.1", listener["port"], "another listener", problems);
        }

        CheckChosen(gateway["operation"]?["httpPort"], embedded, problems);
        listeners.Add("127.0.0.1", gateway["operation"]?["httpPort"], "metrics and health", problems);
        CheckChosen(gateway["downlink"]?["artifacts"]?["port"], embedded, problems);
        listeners.Add(gateway["downlink"]?["artifacts"]?.TextOf("host") ?? "127.0.0.1", gateway["downlink"]?["artifacts"]?["port"], "the artifacts", problems);
        return listeners;
    }

    private static void CheckListener(SourceNode listener, SourceNode? identity, ProblemList problems)
    {
        SourceNode? address = listener["address"];
        bool tls = listener.FlagOf("tls") == true;
        if (address?.Text is { } written && !problems.IsBad(address))
        {
            if (written != "localhost" && !IPAddress.TryParse(written, out _))
            {
                problems.Add(address, $"{Shown.Quoted(written)} is no IP address; write '127.0.0.1', or with TLS '0.0.0.0' or one of the machine's own");
            }
            else if (!tls && !GatewayListeners.IsLoopback(written))
            {
                problems.Add(address, $"without TLS the gateway listens on loopback only, not on {Shown.Quoted(written)}; write \"tls\": true, or '127.0.0.1'");
            }
        }

        if (tls && identity is null)
        {
            problems.Add(listener["tls"]!, "TLS needs certificates, and there is no 'identity' that issues them; add it to the gateway");
        }

        if (listener["allowedOrigins"] is { Children.Count: > 0 } origins && listener.TextOf("kind") is not "web-socket")
        {
            problems.Add(origins, "'allowedOrigins' means nothing to a tcp listener; remove it, or write \"kind\": \"web-socket\"");
        }

        foreach (SourceNode origin in listener.ItemsOf("allowedOrigins").Where(origin => origin.Text is not null && !problems.IsBad(origin)))
        {
            if (!Uri.TryCreate(origin.Text, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https") || origin.Text != uri.GetLeftPart(UriPartial.Authority))
            {
                problems.Add(origin, $"{Shown.Of(origin)} is no origin; write scheme, host and port alone, as in 'https://panel.example:8443'");
            }
        }
    }

    private static void CheckChosen(SourceNode? port, bool embedded, ProblemList problems)
    {
        if (port is { Integer: 0 } && !embedded)
        {
            problems.Add(port, "port 0 lets an embedded gateway choose, and this one runs by itself; write the port that it listens on");
        }
    }
}
