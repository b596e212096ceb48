using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.PanelScheduling.Persistence.Migrations
{
    /// <summary>Whether the household of a match is chosen for the children still. Until a hub says otherwise it is.</summary>
    [DbContext(typeof(PanelDbContext))]
    [Migration("20261130014000_LinkStands")]
    public partial class LinkStands : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "link_stands",
                table: "panel_case",
                type: "boolean",
                nullable: false,
                defaultValue: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "link_stands",
                table: "panel_case");
        }
    }
}
