using EdgeAI.Perception.Models;

namespace EdgeAI.Tests.Perception;

/// <summary>The models of this checkout.</summary>
internal static class ShippedModels
{
    public const string Grasp = "grasp-stability";
    public const string Slip = "contact-slip";
    public const string Wrench = "force-torque-failure";
    public const string SlipOnset = "slip-onset";
    public const string Joints = "joint-anomaly";
    public const string Contact = "external-contact";

    public static string FolderOf(string name) => Checkout.PathOf("edge-runtime", "models", name);

    public static Model Open(string name)
    {
        Assert.True(Model.TryOpen(FolderOf(name), new ModelOptions(), out Model? model, out string problem), problem);
        return model!;
    }
}
