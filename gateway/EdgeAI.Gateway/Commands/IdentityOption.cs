using System.CommandLine;

namespace EdgeAI.Gateway.Commands;

/// <summary>The option that names the folder of the authority and the registry.</summary>
internal static class IdentityOption
{
    /// <summary>The folder where nothing says otherwise.</summary>
    public const string DefaultFolder = "identity";

    /// <summary>Makes the option of a command that works on the folder.</summary>
    public static Option<string> Create() => new("--identity") { Description = "The folder of the certificate authority and the registry of devices", DefaultValueFactory = _ => DefaultFolder };
}
