using System.Text;

namespace EdgeAI.Tests.Profiles;

/// <summary>Whatever happens to a profile's bytes, the loader answers with a profile or with problems.</summary>
public sealed class ProfileMutationTests
{
    private const int Mutations = 50_000;

    /// <summary>Bytes that mean something to JSON, so that many mutants get past the first character.</summary>
    private static readonly byte[] Telling = "{}[]\":,\\/0123456789.-+eEtfnu \n\t\0"u8.ToArray();

    [Fact]
    public void TryParse_RandomlyMutatedDesktopProfile_NeverThrows()
    {
        byte[] original = File.ReadAllBytes(Checkout.PathOf("hardware-profiles", "desktop.profile.json"));
        Random random = new(20261101);
        int refused = 0;
        for (int mutation = 0; mutation < Mutations; mutation++)
        {
            byte[] mutant = Mutate(original, random);
            refused += SampleProfile.ProblemsOf(mutant).Length > 0 ? 1 : 0;
        }

        Assert.InRange(refused, Mutations / 2, Mutations - 1);
    }

    [Fact]
    public void TryParse_EveryPrefixOfTheSample_IsRefused()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(SampleProfile.Text.TrimEnd());
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.NotEmpty(SampleProfile.ProblemsOf(bytes[..length]));
        }
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        List<byte> bytes = [.. original];
        for (int change = random.Next(1, 4); change > 0; change--)
        {
            int at = random.Next(bytes.Count);
            int length = Math.Min(random.Next(1, 24), bytes.Count - at);
            byte value = random.Next(2) == 0 ? Telling[random.Next(Telling.Length)] : (byte)random.Next(256);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = value;
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.Insert(at, value);
                    break;
                case 3:
                    bytes.RemoveRange(at, length);
                    break;
                default:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                    break;
            }
        }

        return [.. bytes];
    }
}
