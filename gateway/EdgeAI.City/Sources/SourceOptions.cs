namespace EdgeAI.City.Sources;

/// <summary>What every source needs to know.</summary>
internal sealed record SourceOptions
{
    /// <summary>The broker, or the nodes of a cluster: one of them is used, another when it fails.</summary>
    public required IReadOnlyList<BrokerAddress> Brokers { get; init; }

    /// <summary>This receiver's name at the broker; no other receiver may bear it.</summary>
    public required string Name { get; init; }

    /// <summary>The most messages that are not acknowledged at once, 1 to 65535. Each holds at most 1 MiB.</summary>
    public int Window { get; init; } = 256;

    /// <summary>The user's name; nothing for what the broker allows without one.</summary>
    public string? User { get; init; }

    /// <summary>The file of the user's password, read with each connection.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>The authorities that may have issued the broker's certificate, PEM; with it the connection is one over TLS.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>How long an attempt to connect, or an answer, may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The password, without the line's end.</summary>
    /// <exception cref="CityException">The file cannot be read.</exception>
    public string? ReadPassword()
    {
        try
        {
            return PasswordFile is null ? null : File.ReadAllText(PasswordFile).TrimEnd('\r', '\n');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CityException($"the password file {PasswordFile} cannot be read ({exception.Message}): check the path and its rights", exception);
        }
    }
}
