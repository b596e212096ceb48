using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.PanelScheduling.Persistence.Migrations
{
    /// <summary>Where a meeting is, in words.</summary>
    public partial class MeetingVenue : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "venue",
                table: "meeting",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "venue",
                table: "meeting");
        }
    }
}
