using System.CommandLine;

namespace EdgeAI.City.Commands;

/// <summary>The option that says where the city's authority lies.</summary>
internal static class AuthorityOption
{
    /// <summary>Makes the option.</summary>
    public static Option<string> Create() => new("--authority") { Description = "The folder of the city's certificate authority; made where there is none", Required = true };
}
