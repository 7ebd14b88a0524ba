namespace EdgeAI.City.Sources;

/// <summary>A broker's host and port.</summary>
internal readonly record struct BrokerAddress(string Host, int Port)
{
    /// <summary>Reads HOST or HOST:PORT.</summary>
    /// <exception cref="CityException">It is neither.</exception>
    public static BrokerAddress Parse(string option, string text, int usualPort)
    {
        int colon = text.LastIndexOf(':');
        if (colon < 0 || text.EndsWith(']'))
        {
            return new BrokerAddress(text, usualPort);
        }

        return colon > 0 && ushort.TryParse(text.AsSpan(colon + 1), out ushort port) && port > 0
            ? new BrokerAddress(text[..colon], port)
            : throw new CityException($"{option} '{text}' is not HOST:PORT: write for example city.example:{usualPort}");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Host}:{Port}";
}
