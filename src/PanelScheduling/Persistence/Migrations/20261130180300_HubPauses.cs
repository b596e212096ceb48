using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.PanelScheduling.Persistence.Migrations
{
    /// <summary>Pauses that a hub tells. Those that are there were entered here.</summary>
    [DbContext(typeof(PanelDbContext))]
    [Migration("20261130180300_HubPauses")]
    public partial class HubPauses : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(name: "epoch", table: "case_pause", type: "integer", nullable: false, defaultValue: 0);
            migrationBuilder.AddColumn<long>(name: "hub_version", table: "case_pause", type: "bigint", nullable: false, defaultValue: 0L);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "epoch", table: "case_pause");
            migrationBuilder.DropColumn(name: "hub_version", table: "case_pause");
        }
    }
}
