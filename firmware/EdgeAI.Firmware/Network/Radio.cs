using System;
using System.Net.NetworkInformation;

namespace EdgeAI.Firmware.Network;

/// <summary>The board's radio as far as the board is known by it.</summary>
internal static class Radio
{
    /// <summary>The factory's address of the radio as digits; "unknown" where it does not tell.</summary>
    public static string SerialNumber()
    {
        try
        {
            NetworkInterface[] interfaces = NetworkInterface.GetAllNetworkInterfaces();
            return interfaces.Length == 0 ? "unknown" : Hexadecimal.Of(interfaces[0].PhysicalAddress);
        }
        catch (Exception)
        {
            // A radio that does not come up is no reason not to sample.
            return "unknown";
        }
    }
}
