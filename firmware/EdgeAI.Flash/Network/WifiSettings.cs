using System.Text;
using EdgeAI.Flash.Commands;

namespace EdgeAI.Flash.Network;

/// <summary>The Wi-Fi that a board is to join: from the environment, or asked for without echo. Never printed: the type has no text of its own.</summary>
internal sealed class WifiSettings
{
    private const string SsidVariable = "EDGEAI_WIFI_SSID";
    private const string PasswordVariable = "EDGEAI_WIFI_PASSWORD";

    // nanoff's limits (2.5.162, README, "Wireless Client options").
    private const int LongestSsid = 32;
    private const int LongestPassword = 64;

    private WifiSettings(string ssid, string password)
    {
        Ssid = ssid;
        Password = password;
    }

    /// <summary>The variables of the environment that hold secrets.</summary>
    public static IReadOnlyList<string> Variables { get; } = [SsidVariable, PasswordVariable];

    /// <summary>The network's name.</summary>
    public string Ssid { get; }

    /// <summary>Its password; empty for an open network.</summary>
    public string Password { get; }

    /// <summary>Takes the settings from the environment, and asks for what is not there.</summary>
    /// <param name="board">Whose settings they are.</param>
    /// <exception cref="FlashFailedException">They are not in the environment and nobody can be asked, or they are too long.</exception>
    public static WifiSettings Obtain(string board)
    {
        string? ssid = Environment.GetEnvironmentVariable(SsidVariable);
        string? password = Environment.GetEnvironmentVariable(PasswordVariable);
        if ((ssid is null || password is null) && Console.IsInputRedirected)
        {
            throw new FlashFailedException($"board '{board}' joins a Wi-Fi, and nobody is at this terminal to be asked for it: set {SsidVariable} and {PasswordVariable} (empty for an open network), or give --keep-network where the board knows its network already");
        }

        ssid ??= Ask($"Wi-Fi name for '{board}' (not shown): ");
        password ??= Ask($"Wi-Fi password for '{board}' (not shown): ");
        if (Encoding.UTF8.GetByteCount(ssid) is 0 or > LongestSsid)
        {
            throw new FlashFailedException($"the Wi-Fi name is empty or longer than {LongestSsid} bytes: correct {SsidVariable}, or unset it to be asked");
        }

        if (Encoding.UTF8.GetByteCount(password) > LongestPassword)
        {
            throw new FlashFailedException($"the Wi-Fi password is longer than {LongestPassword} bytes: correct {PasswordVariable}, or unset it to be asked");
        }

        return new WifiSettings(ssid, password);
    }

    private static string Ask(string question)
    {
        Console.Write(question);
        StringBuilder answer = new();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                answer.Length = Math.Max(0, answer.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                answer.Append(key.KeyChar);
            }
        }

        Console.WriteLine();
        return answer.ToString();
    }
}
